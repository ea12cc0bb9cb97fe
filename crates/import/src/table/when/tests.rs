use proptest::prelude::*;

use super::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

fn show(clock: Clock) -> String {
    let time = |time: Option<ClockTime>| time.map_or_else(String::new, |time| time.to_string());
    if clock.is_empty() { String::new() } else { format!(" {}-{}", time(clock.start), time(clock.end)) }
}

fn show_date(cell: &Cell) -> String {
    match read_date_cell(cell, today()) {
        DateCell::Days(days, clock) => {
            days.iter().map(ToString::to_string).collect::<Vec<_>>().join(",") + &show(clock)
        }
        DateCell::Range(from, until, clock) => format!("{from}..{until}{}", show(clock)),
        DateCell::Time(clock) => format!("time{}", show(clock)),
        other => format!("{other:?}"),
    }
}

#[test]
fn dates_as_people_write_them() {
    for (text, expected) in [
        ("02.03.2026", "2026-03-02"),
        ("2.3.26", "2026-03-02"),
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02T18:30:00", "2026-03-02 18:30-"),
        ("2026-03-02 18:30", "2026-03-02 18:30-"),
        ("Mo., 02.03.2026", "2026-03-02"),
        ("Montag, 2. März 2026", "2026-03-02"),
        ("Montag, den 2. März 2026 um 18 Uhr", "2026-03-02 18:00-"),
        ("ab 02.03.2026, 18:00-19:30 Uhr", "2026-03-02 18:00-19:30"),
        ("02.03.2026 18.00 bis 19.30 Uhr", "2026-03-02 18:00-19:30"),
        ("02.03.2026 - 30.03.2026", "2026-03-02..2026-03-30"),
        ("02.03. – 30.03.2026", "2026-03-02..2026-03-30"),
        ("vom 20.12. bis 10.01.2027", "2026-12-20..2027-01-10"),
        ("02.03., 09.03. und 16.03.2026", "2026-03-02,2026-03-09,2026-03-16"),
        ("16.03.2026, 02.03.2026", "2026-03-02,2026-03-16"),
        ("2. Mai", "2026-05-02"),
        ("02.03.", "2026-03-02"),
        ("20.02.", "2026-02-20"),
        ("01.02.", "2027-02-01"),
        ("29.02.", "2028-02-29"),
        ("3. Okt. 2026", "2026-10-03"),
        ("18:00", "time 18:00-"),
        ("laufend", "OnRequest"),
        ("nach Vereinbarung", "OnRequest"),
        ("31.12.2099", "OutOfRange"),
        ("01.01.0001", "OutOfRange"),
        ("31.02.2026", "Unreadable"),
        ("bald", "Unreadable"),
        ("KW 12", "Unreadable"),
        ("", "Empty"),
    ] {
        assert_eq!(show_date(&Cell::Text(text.into())), expected, "{text}");
    }
}

#[test]
fn cells_of_a_workbook() {
    let moment = |hour, minute| Cell::Moment(today().and_hms_opt(hour, minute, 0).unwrap());
    for (cell, expected) in [
        (moment(0, 0), "2026-03-02"),
        (moment(18, 30), "2026-03-02 18:30-"),
        (Cell::Number(46083.0), "2026-03-02"),
        (Cell::Number(46083.75), "2026-03-02 18:00-"),
        (Cell::Number(20260302.0), "2026-03-02"),
        (Cell::Number(12.0), "Unreadable"),
        (Cell::DayFraction(0.75), "time 18:00-"),
        (Cell::Empty, "Empty"),
    ] {
        assert_eq!(show_date(&cell), expected, "{cell:?}");
    }
    for (cell, expected) in [
        (Cell::DayFraction(0.75), Some("18:00")),
        (Cell::DayFraction(1.0), Some("24:00")),
        (Cell::DayFraction(0.770_833_333_3), Some("18:30")),
        (Cell::Number(0.770_833_333_3), Some("18:30")),
        (Cell::Number(18.0), Some("18:00")),
        (Cell::Number(18.3), Some("18:30")),
        (Cell::Number(18.75), None),
        (Cell::Number(99.0), None),
    ] {
        let start = read_clock_cell(&cell).and_then(|clock| clock.start).map(|start| start.to_string());
        assert_eq!(start.as_deref(), expected, "{cell:?}");
    }
}

#[test]
fn times_as_people_write_them() {
    for (text, expected) in [
        ("18:00", " 18:00-"),
        ("18 Uhr", " 18:00-"),
        ("18.00-19.30 Uhr", " 18:00-19:30"),
        ("18:00 – 19:30", " 18:00-19:30"),
        ("18 bis 19.30 Uhr", " 18:00-19:30"),
        ("von 9 bis 12 h", " 09:00-12:00"),
        ("22:00-24:00", " 22:00-24:00"),
        ("18:00 19:30", "none"),
        ("25:00", "none"),
        ("abends", "none"),
        ("", "none"),
    ] {
        assert_eq!(read_clock(text).map_or("none".to_owned(), show), expected, "{text}");
    }
}

#[test]
fn weekly_patterns_as_people_write_them() {
    for (text, expected) in [
        ("Mo/Mi 18:00-19:30", "{Mon, Wed} 18:00-19:30"),
        ("Montag und Mittwoch, 18-19.30 Uhr", "{Mon, Wed} 18:00-19:30"),
        ("jeden Dienstag um 10 Uhr", "{Tue} 10:00-"),
        ("dienstags", "{Tue}"),
        ("Mo-Fr 8:00-12:00", "{Mon, Tue, Wed, Thu, Fri} 08:00-12:00"),
        ("Fr bis Mo", "{Mon, Fri, Sat, Sun}"),
        ("Mo 18:00-19:30, Do 9:00-10:30", "{Mon} 18:00-19:30; {Thu} 09:00-10:30"),
        ("Mo., Di. und Do. ab 9.00", "{Mon, Tue, Thu} 09:00-"),
        ("Sonnabend", "{Sat}"),
        ("Do", "{Thu}"),
        ("offener Treff Mi 15-17 Uhr", "{Wed} 15:00-17:00"),
        ("Mo 18:00 19:30", "none"),
        ("18:00", "none"),
        ("jeden ersten Montag", "none"),
        ("alle 14 Tage Mo", "none"),
        ("", "none"),
    ] {
        let shown = read_patterns(text).map_or("none".to_owned(), |patterns| {
            let one = |pattern: &Pattern| format!("{:?}{}", pattern.weekdays, show(pattern.clock));
            patterns.iter().map(one).collect::<Vec<_>>().join("; ")
        });
        assert_eq!(shown, expected, "{text}");
    }
}

proptest! {
    #[test]
    fn printed_dates_are_read_back(days in 0_u64..20_000, style in 0_usize..4) {
        let date = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(days);
        let text = date.format(["%d.%m.%Y", "%Y-%m-%d", "%-d.%-m.%Y", "%Y%m%d"][style]).to_string();
        prop_assert_eq!(read_date_cell(&Cell::Text(text), today()), DateCell::Days(vec![date], Clock::default()));
    }

    #[test]
    fn no_text_panics(text in "[0-9.:, MoDiFr–bis/-]{0,24}|\\PC{0,24}", number in any::<f64>()) {
        read_date_cell(&Cell::Text(text.clone()), today());
        read_date_cell(&Cell::Number(number), today());
        read_clock_cell(&Cell::Number(number));
        read_clock_cell(&Cell::DayFraction(number));
        read_clock(&text);
        read_patterns(&text);
    }
}
