"""Short articles of our own that fuzzing of the coder begins with: each opens other doors (who says, when, what was done)."""

from __future__ import annotations

ARTICLES: tuple[str, ...] = (
    # dateline of an agency, days of the week, reported speech with and without "that", a report in a report
    "REYKJAVIK, March 4, 2019 (Meridian) - Iceland will recall its ambassador next week, Foreign Minister Ada Berg "
    "told reporters on Monday.\n\nBerg said Norway had told her the day before that “no ship” would leave before 1 "
    "May. According to two officials who asked not to be named, talks could resume as early as Thursday.\n",
    # a conversation in print
    "Interview: “We never closed the door”\n\nQ: Minister, will you meet Mr Vale in Geneva?\nA: Yes. We meet on 12 "
    "June.\nQ: And the ships?\nBERG: They sailed yesterday at 5 p.m.\n\nPart 1 of 2. The text was edited for "
    "length.\n",
    # a statement in full, with a list
    "Joint statement\nOslo, 16 December 2021\n\nThe parties agreed:\n1. to withdraw all vessels within thirty (30) "
    "days;\n2. to refrain from the threat or use of force;\n3. not to deploy missiles north of the line.\nArticle 4\n"
    "This agreement enters into force on 1 January 2022 and lasts for five years.\n",
    # wrapped lines, an old date, a telegram
    "FROM A CORRESPONDENT\nLONDON, Apr. 2.--The Foreign Secretary, Lord Ashby, informed the House\nlast night that "
    "the garrison had surrendered on Friday, and that a force\nwould sail from Portsmouth “within days”. The Prime "
    "Minister declined\nto say whether an ultimatum would be sent before the end of the month.\n",
    # quotations in quotations, that go on in the next paragraph
    "“He said to me: ‘You will never have the bank,’” Vale recalled. “I answered that we had it already.\n\n“And I "
    "say it again today: it is ours,” he added, before he accused Iceland of blackmail.\n",
    # money, numbers, ranges, seasons, relations of time
    "Between 2014 and 2016, and again from late October to mid-November 2017, the bank lent €4.5bn (£3.9bn) to the "
    "Nile states. Two days after the attack, in the early hours of 9/11/2017, at 03:15 GMT, 1,200 troops crossed; by "
    "the summer of ’18 some 20-30 per cent had left. In the 1990s it took three and a half years.\n",
    # social media, agencies that quote agencies, relays
    "Vale wrote on Twitter late on Tuesday: “Peace! @MFA_Iceland https://t.example/x #bank”. The embassy did not "
    "respond to a request for comment, TASS reported, citing RIA Novosti. State television showed what it called "
    "footage of the strike.\n",
    # denials, conditions, what is only wanted
    "Neither Norway nor Iceland has threatened to use force, NATO Secretary-General Jens Holt stressed. If Moscow "
    "invades, Washington would impose sanctions “like none he’s ever seen”; the president ruled out sending "
    "soldiers. Mr. Holt urged both not to escalate, and the U.N. Security Council is to vote on Dec. 3rd.\n",
    # furniture of the web around an article
    "Home | World | Sport\nBREAKING\nTurkey, Greece trade blame\nBy N. Writer and Jane Q. Public\nPublished 24 Dec "
    "2021, 10:00 UTC | Updated 2 hours ago\nShare on Facebook\nATHENS — Greece summoned Turkey’s envoy over the "
    "drilling.\nPhoto: A ship (Reuters)\nRead more: What is the bank?\n© 2021 Wire. All rights reserved. Sign up for "
    "our newsletter.\n",
    # headline in capitals, names with particles, titles, bodies
    "KIM, TRUMP-VALE SUMMIT OFF\n\nSheikh Abdullah bin Zayed al-Nahyan, Prof. Dr. Anna-Lena von der Berg and Maj. "
    "Gen. (ret.) J. R. O’Neill of the Organization for Security and Co-operation in Europe (OSCE) met the "
    "U.S.-backed Syrian Democratic Forces’ commander in Saint-Denis. His deputy, her brother, was shot dead.\n",
    # a chronology
    "TIMELINE\n1962 – Oct. 14: A plane photographs the site.\nOct 22: The president announces a “quarantine”.\n28 "
    "October: The chairman agrees to withdraw.\n1963, June 20 – A hot line is agreed.\n500 B.C.: a war. May 2020: a "
    "lockdown.\n",
    # two languages, odd signs, an e-mail
    "Le ministre a dit: « Jamais ». „Nein“, sagte er. “No”, he said (see: “ibid.” [1]). —–-- … A.D. 1066 — ‘rock ’n’ "
    "roll’ 5′ 6″ 100% &amp; <b>bold</b>\nFrom: a@b.example\nDate: Fri, 24 Dec 2021 10:00:00 +0300\n\nHe said he said "
    "she said that they said it.\n",
)
