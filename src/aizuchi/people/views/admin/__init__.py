"""Where HR and administrators keep people, units and roles."""
