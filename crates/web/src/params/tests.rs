use model::codes::level::CefrBase;
use model::places::GeoPoint;
use proptest::prelude::*;

use super::*;

fn parsed(query: &str) -> Params {
    let (params, problems) = Params::parse(query);
    assert_eq!(problems, [], "{query}");
    params
}

fn problems(query: &str) -> Vec<(String, ProblemKind)> {
    Params::parse(query).1.into_iter().map(|problem| (problem.parameter, problem.kind)).collect()
}

/// Codes that each facet accepts.
fn codes(facet: FacetName) -> Vec<String> {
    let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    let terms =
        |vocabulary: &model::vocabularies::Vocabulary| vocabulary.terms.iter().map(|t| t.code.clone()).collect();
    match facet {
        FacetName::Topic => terms(model::vocabularies::topics()),
        FacetName::LifePhase => owned(&["fruehe_bildung", "alle", "familie"]),
        FacetName::TargetGroup => terms(model::vocabularies::target_groups()),
        FacetName::Level => owned(&["A0", "A1", "B2", "C2"]),
        FacetName::Gemeinde => owned(&["07235068", "07211", "072355003"]),
        FacetName::Weekday => owned(&["mo", "di", "mi", "do", "fr", "sa", "so"]),
        FacetName::TimeOfDay => owned(&["vormittags", "nachmittags", "abends", "ganztags"]),
        FacetName::Duration => Duration::ALL.iter().map(|value| value.code().to_owned()).collect(),
        FacetName::Delivery => owned(&["praesenz", "online_live", "hybrid"]),
        FacetName::Price => PriceFilter::ALL.iter().map(|value| value.code().to_owned()).collect(),
        FacetName::Funding => terms(model::vocabularies::funding()),
        FacetName::Language => owned(&["de", "uk", "gsg"]),
        FacetName::ChildCare => owned(&["ja", "auf_anfrage", "nein"]),
        FacetName::Accessibility => owned(&["stufenlos", "wc", "leichte_sprache"]),
        FacetName::PlacesFree | FacetName::NoRequirements => owned(&["ja"]),
        FacetName::Provider => {
            (0..3).map(|n| model::ids::ProviderId::from_parts(1_700_000_000_000, [n; 10]).to_string()).collect()
        }
        FacetName::LearningForm => owned(&["formal", "non_formal", "informal"]),
    }
}

fn any_facet_value() -> impl Strategy<Value = (FacetName, String)> {
    let all: Vec<(FacetName, String)> =
        FacetName::ALL.iter().flat_map(|facet| codes(*facet).into_iter().map(|code| (*facet, code))).collect();
    prop::sample::select(all)
}

prop_compose! {
    fn any_params()(
        text in "[ -~äöüß€&=+%#]{0,30}",
        place in "[A-Za-zäöüß 0-9&+]{0,20}",
        (radius, or_online) in (1u16..=100, any::<bool>()),
        (from, span) in (prop::option::of(0i32..20_000), prop::option::of(0i64..400)),
        facets in prop::collection::vec(any_facet_value(), 0..12),
        sort in prop::sample::select(Sort::ALL),
        (page, limit, offset) in (1usize..=50, 1usize..=100, prop::option::of(0usize..1000)),
        map in any::<bool>(),
        language in prop::option::of("[a-z]{2,3}"),
    ) -> Params {
        let mut params = Params::default().with_text(&text).with_place(&place).with_radius(radius);
        params.or_online = or_online;
        let from = from.map(|days| NaiveDate::from_num_days_from_ce_opt(730_000 + days).unwrap());
        let until = span.map(|days| from.unwrap_or_default() + chrono::Days::new(days as u64));
        params = params.with_dates(from, until).with_sort(sort);
        for (facet, value) in facets {
            if !params.is_selected(facet, &value) {
                params = params.toggled(facet, &value);
            }
        }
        params.limit = limit;
        params.view = if map { View::Map } else { View::List };
        params.language = language.map(|code| code.parse().unwrap());
        params.page = page;
        params.offset = offset;
        params.settle();
        params
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read_again(params in any_params()) {
        let printed = params.to_query_string();
        let (read, problems) = Params::parse(&printed);
        prop_assert_eq!(problems, []);
        prop_assert_eq!(read, params, "{}", printed);
    }

    #[test]
    fn any_text_can_be_read_and_has_one_canonical_form(query in "\\PC{0,80}") {
        let canonical = Params::parse(&query).0.to_query_string();
        let (again, problems) = Params::parse(&canonical);
        prop_assert_eq!(problems, []);
        prop_assert_eq!(again.to_query_string(), canonical);
    }

    #[test]
    fn the_order_in_the_address_does_not_matter(params in any_params(), seed in any::<u64>()) {
        let mut pairs = params.pairs();
        // A rotation and a reversal reach every relative order of two parameters.
        if !pairs.is_empty() {
            let middle = (seed as usize) % pairs.len();
            pairs.rotate_left(middle);
        }
        if seed.is_multiple_of(2) {
            pairs.reverse();
        }
        let shuffled = serde_urlencoded::to_string(pairs).unwrap();
        prop_assert_eq!(Params::parse(&shuffled).0.to_query_string(), params.to_query_string());
    }

    #[test]
    fn toggling_twice_changes_nothing_but_the_page(params in any_params(), (facet, value) in any_facet_value()) {
        let twice = params.toggled(facet, &value).toggled(facet, &value);
        prop_assert_eq!(twice, params.with_page(1));
    }

    #[test]
    fn without_every_active_filter_only_the_text_is_left(params in any_params()) {
        let bare = params.active().iter().fold(params.clone(), |params, active| params.without(active));
        prop_assert_eq!(&bare.filters, &Filters::default());
        prop_assert_eq!(bare.place.as_str(), "");
        prop_assert_eq!(&bare.text, &params.text);
    }
}

#[test]
fn a_search_with_everything_reads_as_it_stands() {
    let params = parsed(
        "q=yoga+abends&wo=Konz&umkreis=20&online=1&von=2026-03-01&bis=2026-03-31&thema=deutsch&thema=computer\
         &niveau=B1&wochentag=sa&plaetze=ja&sortierung=datum&seite=3&ansicht=karte&sprache=en",
    );
    assert_eq!((params.text.as_str(), params.place.as_str(), params.radius_km), ("yoga abends", "Konz", 20));
    assert!(params.or_online && params.filters.places_free && params.filters.weekdays.contains(Weekday::Sat));
    assert_eq!(params.filters.levels, BTreeSet::from([CefrBase::B1]));
    assert_eq!((params.sort, params.page, params.view), (Sort::Date, 3, View::Map));
    assert_eq!(
        params.to_query_string(),
        "q=yoga+abends&wo=Konz&umkreis=20&online=1&von=2026-03-01&bis=2026-03-31&thema=computer&thema=deutsch\
         &niveau=B1&wochentag=sa&plaetze=ja&sortierung=datum&ansicht=karte&seite=3&sprache=en"
    );
    let kommune = KommuneId::from_parts(1, [0; 10]);
    let query = params.query(kommune, NaiveDateTime::default(), "de", None);
    assert_eq!((query.offset, query.limit), (2 * DEFAULT_LIMIT, DEFAULT_LIMIT));
}

#[test]
fn defaults_and_empty_fields_leave_a_bare_address() {
    let query = "q=&wo=&umkreis=50&online=1&von=&bis=&thema=&sortierung=relevanz&seite=1&ansicht=liste&limit=20";
    assert_eq!(parsed(query).href("/angebote"), "/angebote");
    assert_eq!(parsed("q=a%26b").href("/angebote"), "/angebote?q=a%26b");
}

#[test]
fn what_cannot_be_used_is_named_and_the_rest_is_kept() {
    for (query, parameter, kind) in [
        ("farbe=rot", "farbe", ProblemKind::Unknown),
        ("thema=unfug", "thema", ProblemKind::BadValue),
        ("wochentag=montag", "wochentag", ProblemKind::BadValue),
        ("anbieter=7", "anbieter", ProblemKind::BadValue),
        ("plaetze=vielleicht", "plaetze", ProblemKind::BadValue),
        ("von=01.03.2026", "von", ProblemKind::BadValue),
        ("von=2026-02-30", "von", ProblemKind::BadValue),
        ("limit=101", "limit", ProblemKind::BadValue),
        ("limit=0", "limit", ProblemKind::BadValue),
        ("seite=0", "seite", ProblemKind::BadValue),
        ("seite=-1", "seite", ProblemKind::BadValue),
        ("umkreis=1000", "umkreis", ProblemKind::BadValue),
        ("sortierung=bezahlt", "sortierung", ProblemKind::BadValue),
        ("sprache=deutsch", "sprache", ProblemKind::BadValue),
        ("q=a&q=b", "q", ProblemKind::Repeated),
        ("von=2026-03-02&bis=2026-03-01", "bis", ProblemKind::EndBeforeStart),
    ] {
        assert_eq!(problems(&format!("{query}&thema=deutsch")), [(parameter.to_owned(), kind)], "{query}");
        assert!(Params::parse(&format!("{query}&thema=deutsch")).0.is_selected(FacetName::Topic, "deutsch"));
    }
    assert_eq!(problems("utm_source=x&fbclid=y&q=a&q=a"), [], "what other sites append is nobody's mistake");
}

#[test]
fn limits_hold_at_their_edges() {
    let text = |length: usize| format!("q={}", "ä".repeat(length));
    assert_eq!(problems(&text(MAX_TEXT)), []);
    assert_eq!(problems(&text(MAX_TEXT + 1)), [("q".to_owned(), ProblemKind::TooLong)]);
    assert_eq!(Params::parse(&text(MAX_TEXT + 1)).0.text.chars().count(), MAX_TEXT);
    let many = |count: usize| vec!["thema=deutsch"; count].join("&");
    assert_eq!(problems(&many(MAX_PARAMETERS)), []);
    assert_eq!(problems(&many(MAX_PARAMETERS + 5)), [("thema".to_owned(), ProblemKind::TooMany)]);
}

#[test]
fn a_chip_leads_to_its_text_place_and_filters() {
    let start = parsed("q=yoga+konz&thema=gesundheit&seite=4&sortierung=preis");
    let near =
        Near { point: GeoPoint::new(49.7, 6.58).unwrap(), radius_km: 12.4, or_online: true, label: "Konz".into() };
    let filters = Filters { near: Some(near), ..start.filters.clone() };
    assert_eq!(
        start.with_answer("yoga", &filters).to_query_string(),
        "q=yoga&wo=Konz&umkreis=13&online=1&thema=gesundheit&sortierung=preis"
    );
    assert_eq!(start.with_answer("yoga", &Filters::default()).to_query_string(), "q=yoga&sortierung=preis");
}
