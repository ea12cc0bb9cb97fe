operator-missing = Details of the operator are missing
operator-missing-text = This portal has not been set up completely. Name, address and contact must stand here before it is published.

imprint-title = Legal notice
imprint-lead = Information according to § 5 Digitale-Dienste-Gesetz
imprint-operator = Published by
imprint-represented = Represented by: { $person }
imprint-content = Content of the offers
imprint-content-text = The provider of an offer is responsible for its details. The source is named on each offer. We pass on reports of mistakes.

privacy-title = Privacy
privacy-lead = In short: you can look at everything without us learning who you are.
privacy-controller = Responsible
privacy-officer = Data protection officer
privacy-visit = When you look at the pages
privacy-visit-text =
    Your device sends its IP address to the server so that it can answer. This portal does not store it. There are no cookies and no files from other companies.

    The operation of the server may keep its own short-lived logs against faults and attacks. The legal basis is Art. 6 (1) (e) GDPR.
privacy-bookmarks = Saved offers
privacy-bookmarks-text = Saved offers are kept in the memory of your browser only. They are not transmitted. You delete them on the page “Saved” or in the settings of your browser.
privacy-messages = When you write to us
privacy-messages-text =
    We store your message and, if you give one, your e-mail address. We use the address only to answer you. We delete both as soon as your request is settled.

    The legal basis is Art. 6 (1) (e) GDPR, and for the e-mail address your consent according to (a).
privacy-map = Map
privacy-map-none = Our own server draws the map. It loads nothing from other companies.
privacy-map-own = The background of the map comes from a map service that the operator has chosen. When you load the map, it learns your IP address and the area shown.
privacy-rights = Your rights
privacy-rights-text =
    You can demand:

    - access to your data (Art. 15 GDPR)
    - rectification (Art. 16) and erasure (Art. 17)
    - restriction of processing (Art. 18)
    - objection (Art. 21)

    You can complain to the data protection authority of your Land.

accessibility-title = Accessibility
accessibility-lead = Everybody should be able to use this portal. If something does not work, please tell us.
accessibility-state = State
accessibility-state-text =
    The pages are built to WCAG 2.2, level AA, and BITV 2.0. Each page is checked automatically with every change, operated by keyboard and used without JavaScript.

    All colours have enough contrast, light and dark. All pages can be enlarged to 200 %.
accessibility-limits = What does not work well yet
accessibility-limits-text =
    - Descriptions come from the providers. They can be hard to understand.
    - Texts in easy-to-read German and in sign language are still missing.
    - The moving map is tedious with a screen reader. Everything it shows is in the list as well.
accessibility-feedback = Report a barrier
accessibility-enforcement = If we do not answer
accessibility-enforcement-text = You have written to us and did not get a good answer? Then you get help free of charge from:

message-title = Write to us
message-lead = Is an offer missing? Do you have a question or an idea? We read everything.

report-title = Report a mistake
report-lead = Thank you for helping. Your message goes to the education office, which settles it with the provider.
report-reason = What is wrong?
report-reason-hint = Choose what fits best.
report-message = What is right?
grund-termin = The date is wrong
grund-preis = The price is wrong
grund-ort = The place is wrong
grund-ausgefallen = The offer no longer exists
grund-kontakt = Registration or contact is wrong
grund-anderes = Something else

feedback-message = Your message
feedback-message-hint = Please do not include personal data of other people.
feedback-message-missing = Please write what it is about.
feedback-message-long = Please shorten your message to { $limit } characters.
feedback-mail = E-mail address (optional)
feedback-mail-hint = Only if you would like an answer. Example: name@example.org
feedback-mail-wrong = Please check the e-mail address. It looks like this: name@example.org
feedback-send = Send
feedback-trap = Please leave empty
feedback-privacy = What happens to your message:
feedback-thanks = Thank you, your message has arrived
feedback-thanks-text = If you gave an e-mail address, you will get an answer.
form-errors = Please check what you entered

muster-title = Patterns
muster-lead = All components of these pages in all states.
muster-type = Type
muster-buttons = Buttons
muster-search = Search
muster-chips = Chips
muster-cards = Cards
muster-alerts = Messages
muster-form = Form
muster-lists = Lists and tables
muster-ways = Ways
muster-icons = Icons
muster-heading = A heading
muster-paragraph = A paragraph with a sentence that is a little longer, so that one sees how it wraps.
muster-link = A link
muster-item = An item
muster-button = A button
muster-disabled = Not possible now
muster-chip = Evenings
muster-offer = Example offer with a title that runs over two lines
muster-provider = Example provider
muster-place = Exampletown
muster-choice = A choice
