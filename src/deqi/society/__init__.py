"""What do members write, and what may be shown?"""
