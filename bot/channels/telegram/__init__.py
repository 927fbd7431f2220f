"""Telegram, in both directions: aiogram receives and decodes, python-telegram-bot sends.

    updates.py   reads what storing needs from a raw update (no library)
    webhook.py   the door for updates that Telegram pushes (no library)
    receive.py   the loop that asks for updates (aiogram)
    decode.py    raw update -> Event (aiogram)
    render.py    Message -> Outgoing, with pieces.py for long texts and keyboard.py for buttons (no library)
    send.py      Outgoing -> Telegram (python-telegram-bot), request.py its HTTP, errors.py what answers mean
    setup.py     the bot's commands and descriptions, in every language (python-telegram-bot)
    channel.py   all of it as a `Channel`

Importing both libraries takes seconds and 170 MB. Nothing is imported here, so that a process that only takes webhooks
or serves no Telegram at all does not pay for them: import `channel` where the channel is built.
"""
