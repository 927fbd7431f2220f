"""What the trainees of the benchmarks say: a whole enquiry, in typed words."""

#: up to the first question of the enquiry; the second number is how many messages the bot answers in all
OPENING = ("Hello, I would like to visit a team abroad", "I agree", "I want to visit a team")
OPENING_ANSWERS = 4

#: one message of the bot to each
ENQUIRY = (
    "Many young people in our shelter stop the programme after two weeks and relapse into drugs",
    "The young people, their families and our team",
    "How other teams keep people on board, peer support above all",
    "all right",
    "Italy, Spain or Portugal",
    "May or June",
    "three",
    "alone",
    "French, English B2, a little Italian",
    "yes, and agrees",
    "with a grant",
    "the language, money",
    "A course before I leave would help",
)
