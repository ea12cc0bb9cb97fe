//! Coordinate reference systems of German boundary files, and the way from them to WGS 84.
//!
//! Transverse Mercator is inverted with Krüger's series to the fourth order (error below 0.1 mm in Germany). ETRS89 is taken as WGS 84
//! (they differ by less than a metre). DHDN (Bessel 1841) is moved with the seven parameters that hold for all Germany, EPSG:1777
//! "DHDN to WGS 84 (2)": accurate to 3 m, and to 5 m at the edges. That is a tenth of a pixel on a map of a Kreis, and not for surveying.
//!
//! Not read, and refused in words: other datums (MGI in Austria, Pulkovo 42/83 of the former GDR) and other projections (Lambert, LAEA).

mod wkt;

/// An ellipsoid: semi-major axis in metres and flattening.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ellipsoid {
    axis: f64,
    flattening: f64,
}

const BESSEL: Ellipsoid = Ellipsoid { axis: 6_377_397.155, flattening: 1.0 / 299.152_812_8 };
const GRS80: Ellipsoid = Ellipsoid { axis: 6_378_137.0, flattening: 1.0 / 298.257_222_101 };
const WGS84: Ellipsoid = Ellipsoid { axis: 6_378_137.0, flattening: 1.0 / 298.257_223_563 };

/// Where the ellipsoid lies in the earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Datum {
    /// Also ETRS89.
    Wgs84,
    Dhdn,
}

impl Datum {
    fn ellipsoid(self) -> Ellipsoid {
        match self {
            Self::Wgs84 => GRS80,
            Self::Dhdn => BESSEL,
        }
    }
}

/// A reference system that can be brought to WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Crs {
    datum: Datum,
    projection: Projection,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Projection {
    /// Degrees: longitude, latitude.
    Geographic,
    /// Metres: Gauß-Krüger and UTM.
    TransverseMercator { meridian: f64, scale: f64, easting: f64, northing: f64 },
    /// Metres of web maps (EPSG:3857).
    WebMercator,
}

impl Crs {
    pub(super) const LON_LAT: Self = Self { datum: Datum::Wgs84, projection: Projection::Geographic };

    /// By its number at EPSG.
    pub(super) fn from_epsg(code: u32) -> Option<Self> {
        let gauss_krueger = |zone: u32| Self {
            datum: Datum::Dhdn,
            projection: Projection::TransverseMercator {
                meridian: f64::from(zone) * 3.0,
                scale: 1.0,
                easting: f64::from(zone) * 1_000_000.0 + 500_000.0,
                northing: 0.0,
            },
        };
        let utm = |zone: u32, prefix: f64| Self {
            datum: Datum::Wgs84,
            projection: Projection::TransverseMercator {
                meridian: f64::from(zone) * 6.0 - 183.0,
                scale: 0.9996,
                easting: prefix * 1_000_000.0 + 500_000.0,
                northing: 0.0,
            },
        };
        Some(match code {
            4326 | 4258 | 4979 => Self::LON_LAT,
            4314 => Self { datum: Datum::Dhdn, projection: Projection::Geographic },
            3857 | 900_913 => Self { datum: Datum::Wgs84, projection: Projection::WebMercator },
            // 5676 to 5678: the same with northing named first; files of shapes write easting first all the same.
            31_466..=31_469 => gauss_krueger(code - 31_464),
            5676..=5679 => gauss_krueger(code - 5674),
            25_828..=25_838 => utm(code - 25_800, 0.0),
            32_628..=32_638 => utm(code - 32_600, 0.0),
            // Zone number before the easting.
            4647 => utm(32, 32.0),
            5650 => utm(33, 33.0),
            _ => return None,
        })
    }

    /// By the text of a `.prj` file. `Err` names the system, as far as it says how it is called.
    pub(super) fn from_wkt(text: &str) -> Result<Self, String> {
        wkt::read(text)
    }

    /// By a name such as `urn:ogc:def:crs:EPSG::25832`, `EPSG:25832` or `urn:ogc:def:crs:OGC:1.3:CRS84`.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let last = name.rsplit([':', '/', '#']).next()?.trim();
        if last.eq_ignore_ascii_case("CRS84") || last.eq_ignore_ascii_case("CRS84h") {
            return Some(Self::LON_LAT);
        }
        name.to_ascii_uppercase().contains("EPSG").then(|| last.parse().ok()).flatten().and_then(Self::from_epsg)
    }

    /// Longitude and latitude in degrees, WGS 84; `None` where that is no place on earth. Seven decimals: a centimetre, so that borders
    /// that differ only in the last bits of their numbers are the same border.
    pub(super) fn to_wgs84(self, [x, y]: [f64; 2]) -> Option<[f64; 2]> {
        let ellipsoid = self.datum.ellipsoid();
        let (lon, lat) = match self.projection {
            Projection::Geographic => (x.to_radians(), y.to_radians()),
            Projection::TransverseMercator { meridian, scale, easting, northing } => {
                let east = (x - easting) / scale;
                let north = (y - northing) / scale;
                // The series holds in a strip about its meridian; UTM without its zone number is farther away than this.
                if !(-2_000_000.0..=2_000_000.0).contains(&east) {
                    return None;
                }
                let (lon, lat) = inverse_transverse_mercator(ellipsoid, east, north);
                (lon + meridian.to_radians(), lat)
            }
            Projection::WebMercator => (x / ellipsoid.axis, (y / ellipsoid.axis).sinh().atan()),
        };
        let (lon, lat) = match self.datum {
            Datum::Wgs84 => (lon, lat),
            Datum::Dhdn => dhdn_to_wgs84(lon, lat),
        };
        let round = |radians: f64| (radians.to_degrees() * 1e7).round() / 1e7;
        let (lon, lat) = (round(lon), round(lat));
        ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)).then_some([lon, lat])
    }
}

/// Metres east of the meridian and north of the equator, on an ellipsoid of scale 1, to longitude from the meridian and latitude.
/// L. Krüger, Konforme Abbildung des Erdellipsoids in der Ebene (1912); coefficients as in C. Karney, Transverse Mercator with an
/// accuracy of a few nanometers (2011), to n⁴.
fn inverse_transverse_mercator(ellipsoid: Ellipsoid, east: f64, north: f64) -> (f64, f64) {
    let n = ellipsoid.flattening / (2.0 - ellipsoid.flattening);
    let (n2, n3, n4) = (n * n, n * n * n, n * n * n * n);
    let radius = ellipsoid.axis / (1.0 + n) * (1.0 + n2 / 4.0 + n4 / 64.0);
    let (xi, eta) = (north / radius, east / radius);
    let beta = [
        n / 2.0 - n2 * 2.0 / 3.0 + n3 * 37.0 / 96.0 - n4 / 360.0,
        n2 / 48.0 + n3 / 15.0 - n4 * 437.0 / 1440.0,
        n3 * 17.0 / 480.0 - n4 * 37.0 / 840.0,
        n4 * 4397.0 / 161_280.0,
    ];
    let (mut xi_sphere, mut eta_sphere) = (xi, eta);
    for (coefficient, order) in beta.into_iter().zip([2.0, 4.0, 6.0, 8.0]) {
        xi_sphere -= coefficient * (order * xi).sin() * (order * eta).cosh();
        eta_sphere -= coefficient * (order * xi).cos() * (order * eta).sinh();
    }
    let conformal = (xi_sphere.sin() / eta_sphere.cosh()).asin();
    let lon = eta_sphere.sinh().atan2(xi_sphere.cos());
    let delta = [
        2.0 * n - n2 * 2.0 / 3.0 - 2.0 * n3 + n4 * 116.0 / 45.0,
        n2 * 7.0 / 3.0 - n3 * 8.0 / 5.0 - n4 * 227.0 / 45.0,
        n3 * 56.0 / 15.0 - n4 * 136.0 / 35.0,
        n4 * 4279.0 / 630.0,
    ];
    let lat = delta
        .into_iter()
        .zip([2.0, 4.0, 6.0, 8.0])
        .fold(conformal, |lat, (coefficient, order)| lat + coefficient * (order * conformal).sin());
    (lon, lat)
}

/// EPSG:1777, position vector: metres, seconds of arc, parts per million.
fn dhdn_to_wgs84(lon: f64, lat: f64) -> (f64, f64) {
    const MOVE: [f64; 3] = [598.1, 73.7, 418.2];
    const TURN_SECONDS: [f64; 3] = [0.202, 0.045, -2.455];
    const SCALE: f64 = 1.0 + 6.7e-6;
    let [rx, ry, rz] = TURN_SECONDS.map(|seconds| (seconds / 3600.0).to_radians());
    let [x, y, z] = geocentric(BESSEL, lon, lat);
    geographic(
        WGS84,
        [
            MOVE[0] + SCALE * (x - rz * y + ry * z),
            MOVE[1] + SCALE * (rz * x + y - rx * z),
            MOVE[2] + SCALE * (-ry * x + rx * y + z),
        ],
    )
}

fn geocentric(ellipsoid: Ellipsoid, lon: f64, lat: f64) -> [f64; 3] {
    let e2 = ellipsoid.flattening * (2.0 - ellipsoid.flattening);
    let normal = ellipsoid.axis / (1.0 - e2 * lat.sin().powi(2)).sqrt();
    [normal * lat.cos() * lon.cos(), normal * lat.cos() * lon.sin(), normal * (1.0 - e2) * lat.sin()]
}

/// Bowring's formula: exact to far below a millimetre near the ground.
fn geographic(ellipsoid: Ellipsoid, [x, y, z]: [f64; 3]) -> (f64, f64) {
    let f = ellipsoid.flattening;
    let e2 = f * (2.0 - f);
    let polar_axis = ellipsoid.axis * (1.0 - f);
    let distance = x.hypot(y);
    let reduced = (z * ellipsoid.axis).atan2(distance * polar_axis);
    let lat = (z + e2 / (1.0 - e2) * polar_axis * reduced.sin().powi(3))
        .atan2(distance - e2 * ellipsoid.axis * reduced.cos().powi(3));
    (y.atan2(x), lat)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values: PROJ 9, the same parameters.
    #[test]
    fn agrees_with_proj_to_a_centimetre() {
        for (epsg, point, [lon, lat]) in [
            (31_466, [2_549_999.5, 5_510_000.25], [6.692833154979675, 49.72454178790199]),
            (31_467, [3_280_000.0, 5_510_000.0], [5.9499924401451585, 49.68646072018201]),
            (31_468, [4_468_000.0, 5_333_000.0], [11.568627370552715, 48.134224351805265]),
            (31_469, [5_400_000.0, 5_650_000.0], [13.574196029895072, 50.97655538848603]),
            (25_832, [330_000.0, 5_510_000.0], [6.641554596467645, 49.718474126967216]),
            (25_833, [390_000.0, 5_820_000.0], [13.378811769687822, 52.51899531338515]),
            (4647, [32_330_000.0, 5_510_000.0], [6.641554596467645, 49.718474126967216]),
        ] {
            let [found_lon, found_lat] = Crs::from_epsg(epsg).unwrap().to_wgs84(point).unwrap();
            assert!(
                (found_lon - lon).abs() < 1.5e-7 && (found_lat - lat).abs() < 1.5e-7,
                "{epsg}: {found_lon} {found_lat}"
            );
        }
    }

    #[test]
    fn texts_of_prj_files_are_understood() {
        let gauss_krueger = r#"PROJCS["DHDN_3_Degree_Gauss_Zone_3",GEOGCS["GCS_Deutsches_Hauptdreiecksnetz",DATUM["D_Deutsches_Hauptdreiecksnetz",SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",3500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
        let utm = r#"PROJCS["ETRS_1989_UTM_Zone_32N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",32500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
        let degrees = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
        let only_a_number = r#"PROJCS["irgendwie",UNIT["metre",1],AUTHORITY["EPSG","25832"]]"#;
        for (text, epsg) in [(gauss_krueger, 31_467), (utm, 4647), (degrees, 4326), (only_a_number, 25_832)] {
            assert_eq!(Crs::from_wkt(text), Ok(Crs::from_epsg(epsg).unwrap()), "{text}");
        }
    }

    #[test]
    fn other_systems_are_refused_by_name() {
        let lambert = r#"PROJCS["ETRS89_LCC_Germany",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137,298.257222101]]],PROJECTION["Lambert_Conformal_Conic"],UNIT["Meter",1]]"#;
        let austria = r#"PROJCS["MGI_Austria_GK_West",GEOGCS["GCS_MGI",DATUM["D_MGI",SPHEROID["Bessel_1841",6377397.155,299.1528128]]],PROJECTION["Transverse_Mercator"],PARAMETER["Central_Meridian",10.33],UNIT["Meter",1]]"#;
        let feet = r#"PROJCS["Fuß",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137,298.25]]],PROJECTION["Transverse_Mercator"],PARAMETER["Central_Meridian",9],UNIT["Foot",0.3048]]"#;
        for (text, name) in
            [(lambert, "ETRS89_LCC_Germany"), (austria, "MGI_Austria_GK_West"), (feet, "Fuß"), ("", ""), ("[[[", "")]
        {
            assert_eq!(Crs::from_wkt(text), Err(name.to_owned()));
        }
        assert_eq!(Crs::from_epsg(3035), None);
        assert_eq!(Crs::from_name("urn:ogc:def:crs:EPSG::25833"), Crs::from_epsg(25_833));
        assert_eq!(Crs::from_name("EPSG:1"), None);
    }

    #[test]
    fn what_is_no_place_on_earth_is_none() {
        for (crs, point) in [
            (Crs::LON_LAT, [330_000.0, 5_510_000.0]),
            (Crs::from_epsg(25_832).unwrap(), [32_330_000.0, 5_510_000.0]),
            (Crs::from_epsg(31_467).unwrap(), [f64::NAN, 1.0]),
            (Crs::from_epsg(31_467).unwrap(), [3_500_000.0, f64::INFINITY]),
        ] {
            assert_eq!(crs.to_wgs84(point), None);
        }
    }
}
