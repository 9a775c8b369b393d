"""Protocol doubles: they speak the robots' real wire protocols and have no motors. A lab rehearses so."""
