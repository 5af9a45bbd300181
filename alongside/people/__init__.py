"""Room people: users, patients, episodes, staff, teams, supporters, outside providers."""
