start-title = What would you like to learn?
start-lead = Courses, meetings and advice in { $region }: all in one place, for every age.
start-doors = For which phase of life?
start-week = Starting in the next seven days
start-week-all =
    { $count ->
        [one] Show this week's offer
       *[other] Show all { $count } offers of this week
    }
start-topics = Browse by topic
start-figures = What there is
figure-offers = offers
figure-free = of them free
figure-providers = providers
figure-gemeinden = municipalities with offers

tuer-fruehe-jahre = Early years
tuer-text-fruehe-jahre = Toddler groups, nursery, first steps
tuer-schule = School years
tuer-text-schule = Homework help, music, technology, holidays
tuer-ausbildung = Training and university
tuer-text-ausbildung = Get a certificate, find a profession, study
tuer-beruf = Working life
tuer-text-beruf = Further training, languages, new tasks
tuer-familie = Family
tuer-text-familie = For parents, with children, with child care
tuer-ruhestand = Retirement
tuer-text-ruhestand = Learn something new, keep moving
