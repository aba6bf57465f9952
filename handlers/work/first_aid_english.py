"""What keeps people alive in the next minutes, for whoever writes English: short, by the name of the danger."""

_BREATHES = "Not breathing, or only gasping: press the middle of the chest hard, 100 to 120 a minute, until help comes."
_SIDE = "Breathing: lay them on the side, give nothing to drink. " + _BREATHES

STEPS = {
    "困在电梯": "Press and hold the alarm bell, ring the number on the panel, tell 119 your building and floor. "
    "Do not force the doors or climb out. Stand or sit low against the wall; there is air enough.",
    "着火": "Stay low, cover nose and mouth, leave by the stairs, never the lift. Smoke outside: shut the door, block the gap with wet cloth, wave from a window.",
    "燃气泄漏": "Open windows, shut the gas valve if near, get out. Touch no switch, light nothing; ring from outside.",
    "煤气中毒": "Get everybody out into fresh air, open doors and windows, touch no switch. "
    + _BREATHES,
    "毒气": "Leave that room at once, go to fresh air. Rinse eyes and skin with water. Somebody inside does not answer: do not go in, call 119.",
    "触电": "Switch the power off first; do not touch them before. " + _BREATHES,
    "电线落水": "Keep 10 metres from the wire and that water. Warn others. Then call 95598 to cut the power.",
    "溺水": "Do not jump in: hold out a pole, throw something that floats. Out and not breathing: two breaths, 30 presses on the chest, again and again.",
    "噎住": "Coughing: let them cough. No voice, no breath: from behind, thrust hard inward and up above the navel. Baby: face down, 5 blows on the back, turn, 5 presses on the chest.",
    "大出血": "Press hard on the wound with clean cloth and do not let go. Do not pull out what sticks in it.",
    "热射病": "Into the shade, clothes off, cold water over the whole body, fan; ice on neck, armpits, groin. Nothing to drink unless awake.",
    "抽搐": "Lay on the side, move hard things away, put nothing in the mouth, do not hold down. Note how long it lasts.",
    "意识不清": _SIDE,
    "快不行了": _SIDE,
    "胸痛": "Stop everything, sit or half lie. Do not walk or drive to hospital. " + _BREATHES,
    "中风": "Note the time, lie flat, head to the side. Nothing to eat, drink or swallow.",
    "呼吸困难": "Sit up leaning forward, loosen the collar, open a window, use your own inhaler or oxygen. Do not lie flat.",
    "口唇发紫": "Sit up or lie on the side, loosen the collar, open a window. " + _BREATHES,
    "过敏": "Stop what caused it. Use an adrenaline pen if there is one. Wheezing: sit; faint: lie with legs up.",
    "中毒": "Do not make them vomit. Keep the bottle. On skin or in eyes: rinse with water for long.",
    "烫伤": "Cool running water for 20 minutes. Cut clothes off gently. No toothpaste, no ointment.",
    "摔伤": "Do not move them; keep head and neck still. Press on what bleeds.",
    "蛇虫咬伤": "Sit still, keep the bite low, take rings off. Do not suck, cut or tie it.",
    "要生了": "Lie on the left side. Waters broke: lie flat, hips raised. Baby comes: hold it, dry it, keep it warm on the mother, do not cut the cord.",
    "孩子危急": "Hold the child on the side, head not bent back, clothes open. Watch the breathing. Force nothing into the mouth.",
    "洪水": "Go up at once: higher floor, higher ground. Do not wade, do not go back. Cut the power if there is time.",
    "滑坡": "Leave at once to the side of the slope, to open ground, not down the gully.",
    "锁在车里": "Do not wait for a locksmith: break the window farthest from them, take them to the shade, cool with water.",
    "被困": "Stay high or on something solid. Save the battery. Wave bright cloth from a window.",
    "暴力": "Get away from that person, to people or behind a locked door. Do not argue, do not grab the knife.",
    "走失": "Say age, looks, clothes, where last seen; no need to wait 24 hours. Look by water, on roofs and in cars first.",
}
