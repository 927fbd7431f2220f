"""All dialogs by name: the name is part of the texts' keys and of what is stored."""

from collections.abc import Mapping

from dialogs.cv import cv
from dialogs.enquiry import enquiry
from dialogs.goals import goals
from dialogs.hosts import hosts
from dialogs.leaving import leaving
from dialogs.my_data import my_data
from dialogs.my_requests import my_requests
from dialogs.profile import profile
from dialogs.question import question
from dialogs.request import request
from dialogs.talk import Dialog
from dialogs.welcome import welcome

DIALOGS: Mapping[str, Dialog] = {
    "welcome": welcome,
    "enquiry": enquiry,
    "profile": profile,
    "cv": cv,
    "goals": goals,
    "hosts": hosts,
    "request": request,
    "question": question,
    "my_data": my_data,
    "my_requests": my_requests,
    "leaving": leaving,
}

#: dialogs that interrupt another one and give it back at their end; left for something else, they are over
ASIDES = frozenset({"question", "my_data", "my_requests", "leaving"})
#: dialogs that nobody goes on with another day: what they ask belongs to the moment
MOMENTARY = ASIDES | {"welcome"}
