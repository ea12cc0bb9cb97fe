about-title = About this portal
about-lead =
    { $count ->
        [one] One offer from { $region }, from checked sources.
       *[other] { $count } offers from { $region }, from checked sources.
    }
about-scope = What you find here
about-scope-text =
    Courses, events, open meetings and advice from the region: for children, young people, adults and older people, in person and online.

    Not included are offers without a link to the region and offers for members only.
about-who = Who enters the offers
about-who-text =
    The providers themselves. Most deliver their offers from their own software, others as a calendar or a table. The education office checks the sources and helps to correct mistakes where they arise.

    We do not take over names or private phone numbers of teachers.
about-sources = Sources and how fresh they are
about-sources-text = An offer that is missing from the next delivery of its source disappears here as well. Past offers are no longer shown in the search.
about-sources-none = No source has been set up yet.
about-never = none yet
about-ranking = Why one offer stands before another
about-ranking-text =
    Nobody can buy a place. What counts, in this order:

    - how well your words match the title, the keywords, the provider and the description
    - how soon it starts
    - how near it is, if you give a place
    - how complete the information is

    Several dates of the same offer are one entry in the list, and no provider fills the first page alone.
about-unknown = What “not known” means
about-unknown-text = When a source does not say something, we do not guess. An offer without a price is not free, and a place without details is not accessible.
about-traces = What we know about you
about-traces-text = Nothing. There is no account, there are no cookies, nobody is counted, and nothing on these pages comes from other companies. Your saved offers stay in your browser.
about-data = Open data
about-data-text = Everything you see here is available to programs as well:
about-data-api = JSON interface (OpenAPI)
about-mistakes = Is something wrong?
about-mistakes-text = Each offer has “Report a mistake”. For everything else:
