offered-by = Provider:
offer-over = This offer is over
offer-over-text = The page stays so that you can read what it was. Perhaps there is something similar:
offer-gone = This offer no longer exists
offer-gone-text = The provider has withdrawn it, or we no longer show it. You can ask there directly: { $provider }.
offer-similar = Similar offers
offer-no-similar = There is nothing similar at the moment.
offer-about = What it is about
offer-for-whom = For whom, and what you need
offer-dates = All dates
offer-access = Accessibility
offer-origin = Where this information comes from
offer-directions = How to get there
offer-actions = What you can do
offer-calendar = Add to calendar
offer-share = Share
offer-share-more = Pass on by QR code or e-mail
offer-print = Print
offer-website = To the provider's page
offer-language = Language of the course: { $languages }
offer-certificates = Certificate: { $certificates }
offer-units = { $units } lessons of 45 minutes
offer-funding = Funding possible: { $funding }

ask-what = What is it?
ask-when = When?
ask-where = Where?
ask-price = What does it cost?
ask-register = How do I register?

price-reduced = Reduced: { $amount }
price-reduced-for = { $label }: { $amount }
price-reducible = A reduced price is possible, please ask.

register-now = Register
register-until = Register by { $day }
register-not-needed = Just come along, no registration needed.
register-at-provider = Register with the provider
register-ask-provider = Please ask the provider:
register-unknown = How to register is not stated.
course-number = Course number: { $number }

requirements-none = None. Everybody can take part.
requirements-unknown = Not stated. Please ask the provider.
audience-everyone = No particular group stated
group-size = { $min } to { $max } people

access-all-unknown = The provider has not said anything about accessibility yet. Please ask there before you register.

mark-derived = (added by us)
mark-edited = (edited by the education office)
origin-by-hand = Entered by hand
origin-derived-text = “Added by us” means: the provider did not deliver it like this. We concluded it from the provider's other information by a fixed rule.
report-question = Is something wrong?
report-link = Report a mistake

share-mail = Pass on by e-mail
share-qr = QR code with the address of this offer

dates-none = Dates are not stated.
dates-past =
    { $count ->
        [one] One past date
       *[other] { $count } past dates
    }
dates-more =
    { $count ->
        [one] 1 more date
       *[other] { $count } more dates
    }
meeting-past = (over)
session-cancelled = This date is cancelled
session-from = From { $day }
session-from-at = From { $day }, { $place }
session-number = Run { $number }
span-from = From { $day }
span-until = Until { $day }
span-from-until = From { $first } to { $last }

export-title = Offers – { $portal }
export-title-text = { $text } – { $portal }
export-subtitle = New and changed offers of this search
export-provider = Provider: { $provider }
export-price = Price: { $price }

embed-title = Show offers on your website
embed-lead = This is how you show this search on the pages of your municipality, school or club. No account, no cost, no cookies.
embed-component = With script
embed-component-text = Copy these lines into your page. The list fetches the current offers itself and takes type and colours from your page.
embed-plain = Without script
embed-plain-text = This address delivers the list as finished HTML. Your content management system can include it on the server.
embed-empty = There are no offers here at the moment.
embed-more = All offers on the education portal
embed-back = Back to the search
