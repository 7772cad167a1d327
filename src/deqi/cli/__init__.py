"""How it is asked for: arguments in, a room's answer out as text or JSON. No rule of care here."""
