# Kennzahlen: index, one Kennzahl, where a number comes from, profiles of areas.
nav-figures = Figures
figures-title = Education figures for { $region }
figures-lead =
    { $count ->
        [0] Indicators appear here as soon as the first tables have been read.
        [one] One indicator, traceable to the row in its source.
       *[other] { $count } indicators, each traceable to the row in its source.
    }
figures-search = What are you looking for?
figures-search-example = e.g. childcare, school leavers, unemployment
figures-found =
    { $count ->
        [0] Nothing found
        [one] One indicator found
       *[other] { $count } indicators found
    }
figures-found-waiting =
    { $count ->
        [one] One of them still without data
       *[other] { $count } of them still without data
    }
figures-search-title = Figures on “{ $asked }”
figures-corrected = We searched for “{ $searched }” instead of “{ $typed }”.
figures-unknown =
    { $count ->
        [one] No indicator mentions { $list }. These were found without the word.
       *[other] No indicator mentions { $list }. These were found without the words.
    }
figures-quoted = “{ $text }”
figures-not-found = We found no figures on “{ $asked }”.
figures-try = These searches lead somewhere:
figures-to-offers = Look for learning offers on “{ $asked }”
# Searches that find something, with semicolons between them.
figures-suggestions = day care; population; unemployment; library
figures-of-the-month = Indicator of the month
figures-news = What is new
figures-news-of = { $name }: new figures
figures-bereiche = Fields of education
figures-all =
    { $count ->
        [one] Show one more indicator
       *[other] Show all { $count } further indicators
    }
figures-areas = Areas at a glance
figures-empty = No figures yet
figures-empty-text = The education office is reading the first tables. Until then you will find the region's learning offers here.
figures-waiting-text =
    { $count ->
        [one] This indicator is described, but there are no public data for it. Its page says what is missing and where it can come from.
       *[other] These indicators are described, but there are no public data for them. Each page says what is missing and where it can come from.
    }
figures-waiting-count =
    { $count ->
        [one] One indicator still without data
       *[other] { $count } indicators still without data
    }
way-all-figures = All figures

kennzahl-over-time = Over time
kennzahl-map = Map of districts, { $year }
kennzahl-meaning = What this figure means
kennzahl-sources = Sources and notes
kennzahl-table-notes =
    { $count ->
        [one] One footnote of the source
       *[other] { $count } footnotes of the sources
    }
kennzahl-take-along = To take along
kennzahl-no-data = No data delivered yet
kennzahl-without-data = There is no public table for the region yet. Needed:
kennzahl-awaits = What is missing:
kennzahl-values = Values by year
kennzahl-where-from = Where does this figure come from?
chooser-change = Change area and comparison
chooser-beside = compared with { $areas }
chooser-area-missing = This figure does not exist { $place }.
chooser-year-missing = This figure does not exist { $place } in { $year }.
chooser-instead = You see instead: { $shown }.
table-break = From this year on not readily comparable with earlier years; the reason is given above the table.
meaning-formula-code = How the catalogue has the formula
meaning-note = Note on this version
ebenen-1 = Federal states
ebenen-2 = Districts and cities
ebenen-3 = Associations of municipalities
ebenen-4 = Towns and municipalities
ebenen-5 = Small areas
chooser-area = Area
chooser-compare = Compare with
chooser-another = Also compare with
chooser-none = none
chooser-show = Show
chart-line-description = Line from { $from } to { $to } for { $areas }: { $name }. The page has all values as a table.
chart-bars-title = { $name } by { $label }, { $year }
chart-ages-title = Ages { $place }, { $year }
chart-ages-description = Population pyramid with { $count } age groups, the youngest at the bottom. The page has all values as a table.
chart-ages-axis = Persons per year of age
chart-ages-compared = Ages { $genitive }
chart-ages-note = The outline shows the ages { $genitive }, for the same number of inhabitants.
chart-part-of = of which { $label }
chart-map-title = { $name } in the districts, { $year }
chart-map-description = Map of { $count } districts. The page has all values as a ranking.
table-show = As a table
table-year = Year
table-values = { $name } ({ $unit })
table-trace-hint = Each value leads to where it comes from.
ranking-show = As a ranking
ranking-caption =
    { $count ->
        [one] One district, { $year }
       *[other] { $count } districts, { $year }
    }
ranking-place = Place
ranking-area = Area
meaning-question = Question
meaning-unit = Unit
meaning-stichtag = Reference date
meaning-formula = Formula
meaning-version = Version
meaning-valid-since = valid from { $from }
meaning-valid-between = was valid from { $from } to { $until }
source-own = { $region }, own data
source-line = Source: { $owners }. Table { $tables }. Own calculation.
source-licence = Licence: { $licence }.
source-received = Read on { $date }.
legend-title = Signs in the tables
take-along-address = This selection has a permanent address:
take-along-embed = Show it on your own page
take-along-embed-text = This line shows the chart on your page, always with the newest values:
embed-from = From: { $name }

trace-title = Where does this number come from?
trace-lead = { $name }, { $area }, { $year }: { $value }
trace-definition = Definition
trace-calculation = Calculation
trace-cells =
    { $count ->
        [one] One value from the source
       *[other] { $count } values from the sources
    }
trace-what = What
trace-period = Time
trace-where = Where it stands
trace-cell = row { $row }, column { $column }
trace-share = share { $percent }%
trace-nothing = There is no value for this.
trace-delivery = Table { $dataset }, file “{ $file }”, read on { $date }.
trace-created = State of the source: { $date }.
trace-findings = What the checks found
trace-accepted = Looked at on { $date }: { $because }
trace-open = Not looked at yet.
trace-back = Back to the indicator

area-profile-lead = What is known about education { $within }, in comparison.
area-profile-empty = There are no public figures for this area yet.
area-profile-figure = Indicator
area-profile-newest = Newest value
area-profile-year = Year
area-profile-similar = Districts of similar size
area-profile-inside = Areas within
area-profile-offers = Learning offers { $within }
areas-title = Areas
areas-lead = Choose an area to see its figures.

unit-thousand-euro = thousand €
einheit-anzahl = number
einheit-prozent = per cent
einheit-eur = euros
einheit-tsd-eur = thousand euros
einheit-je-einwohner = per inhabitant
einheit-je-1-000-einwohner = per 1,000 inhabitants
einheit-je-10-000-einwohner = per 10,000 inhabitants
einheit-je-100-personen-von-20-bis-64-jahren = per 100 people aged 20 to 64
einheit-je-1-000-kinder-unter-6-jahren = per 1,000 children under 6
einheit-je-vollzeitstelle = per full-time post
einheit-je-schule = per school
einheit-je-gemeldete-stelle = per reported place
einheit-eur-je-einwohner = euros per inhabitant
einheit-eur-je-schuelerin-und-schueler = euros per pupil
einheit-unterrichtsstunden-je-1-000-einwohner = teaching hours per 1,000 inhabitants
einheit-indexpunkte = index points

statistik-12411 = Population
statistik-12612 = Births
statistik-12711 = Moves in and out
statistik-13111 = Employment
statistik-13211 = Unemployment
statistik-21111 = General schools
statistik-21111-02 = School-leaving certificates
statistik-21121 = Vocational schools
statistik-22541 = Day care centres
statistik-22543 = Children in day care
statistik-22811 = Basic income support
statistik-82411 = Income

bereich-A = Background
bereich-B = Education at a glance
bereich-C = Early childhood education
bereich-D = Schools
bereich-E = Vocational education
bereich-F = Universities
bereich-G = Further education
bereich-H = Non-formal education
bereich-I = Networks and advice

zeichen-number = number
zeichen-nothing = exactly zero
zeichen-rounds_to_zero = more than nothing, but less than half of the unit
zeichen-secret_or_unknown = confidential or unknown
zeichen-secret = confidential
zeichen-not_yet = not yet available
zeichen-unreliable = not reliable enough
zeichen-not_applicable = not meaningful
zeichen-unit_does_not_exist = the area did not exist
zeichen-missing = no data
marke-p = provisional
marke-r = revised
marke-s = estimated
marke-e = final
marke-D = mean
marke-converted = converted, estimated
marke-rounded = rounded
areas-small = Small areas
ebene-kreis = Districts
ebene-gemeindeverband = Associations of municipalities
ebene-gemeinde = Municipalities
bruch-definition = new definition
bruch-gebiet = other borders
bruch-beginn = first values
bruch-zensus = another census
bruch-quelle = other source or reference date

commuters-title = Ways to school
commuters-lead = From which municipalities pupils come to which school.
commuters-empty = No table of ways to school yet
commuters-empty-text = It appears here as soon as the education office has read and released the table “schulpendler”.
commuters-school = School
commuters-all = All schools in this table
commuters-pupils = Pupils
commuters-change = { $name }: over time
commuters-line-description = Line over all years of the table. Where a year is missing, parts of the sum are secret or not reported.
commuters-flows = { $name }: ways to school, { $year }
commuters-flows-description = Map with arrows from the home municipalities to those of the schools, the wider, the more pupils. Circles stand for those who live in the municipality of their school. The page has all values as tables.
commuters-left-out =
    { $count ->
        [one] One smaller way is not drawn; it is in the table below.
       *[other] { $count } smaller ways are not drawn; they are in the table below.
    }
commuters-at-least = at least { $number }
commuters-since = Since { $year }
commuters-map = { $name }: where they come from, { $year }
commuters-map-description = Map of home municipalities. The page has all values as a table.
commuters-share = Share
commuters-ranking = { $name }: home municipalities in order
commuters-homes = Home municipality
commuters-matrix = Home municipalities and schools, { $year }
commuters-rest =
    { $count ->
        [one] one more municipality
       *[other] { $count } more municipalities
    }
