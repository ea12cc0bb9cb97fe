language-own-name = English
skip-to-content = Skip to content
close = Close

nav-main = Main menu
nav-footer = More pages
nav-language = Language
nav-breadcrumb = You are here
nav-start = Start
nav-offers = Offers
nav-providers = Providers
nav-places = Places
nav-bookmarks = Saved
nav-about = About this portal
nav-accessibility = Accessibility
nav-privacy = Privacy
nav-imprint = Legal notice
nav-api = Open data

footer-promise = No advertising, no account, no cookies.
footer-operator = Provided by { $operator }

search-label = Search offers
search-what = What?
search-what-example = e.g. German, yoga, Excel
search-where = Where?
search-where-example = Town or postcode
search-when = From when?
search-button = Search
search-suggestions = # suggestions. Use the arrow keys to choose.

error-not-found = This page does not exist
error-not-found-text = The address may be misspelt, or the page has moved. Search here for what you need:
error-no-portal = There is no education portal at this address
error-bad-request = We did not understand this request
error-foreign = This form did not come from our site
error-too-many = Too many messages are coming in right now
error-method = This address cannot be used like this
error-too-large = The message is too long
error-busy = We are very busy right now
error-internal = Something went wrong on our side
error-client-text = Please go back one step and try again.
error-server-text = It is not your fault. Please reload the page in a minute.
error-id = If you tell us about it, please give us the number { $id }.
error-ways = Where to go from here
error-to-offers = To all offers
error-to-start = To the start page

bookmark-add = Save
bookmark-added = Saved
bookmark-remove = Remove from saved offers
bookmark-removed = Removed from saved offers
share-copied = Address copied

label-when = When
label-place = Place
label-price = Price
label-address = Address
label-contact = Contact
label-gemeinde = Municipality
label-source = Source
label-confirmed = Last confirmed on
label-changed = Changed here on
label-derived = Added by us
label-last-delivery = Last delivery
label-audience = For whom
label-requirements = Requirements
label-group-size = Group size

contact-phone = Phone:
contact-website = Website
