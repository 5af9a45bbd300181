"""Room desk: the face for staff: today, the chart, accounts they look after."""
