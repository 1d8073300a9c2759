package discordsim

import "time"

// hoursEast is where the people of a guild live, in hours east of UTC: mostly where its founder does.
func (m *member) hoursEast() int {
	homes := []int{-8, -5, -5, -3, 0, 1, 1, 2, 3, 5, 8, 9, 10}
	// The low bits of an id are its counter, which is drawn at random.
	home := homes[uint64(m.guild.id)%uint64(len(homes))]
	if away := uint64(m.user.ID) % 16; away < 4 {
		home = homes[uint64(m.user.ID)>>4%uint64(len(homes))]
	}
	return home
}

// local is what the member's clock shows.
func (m *member) local(now time.Time) time.Time {
	return now.UTC().Add(time.Duration(m.hoursEast()) * time.Hour)
}

// day numbers the days of the member's calendar.
func (m *member) day(now time.Time) int { return int(m.local(now).Unix() / 86400) }

func (m *member) sleeps(now time.Time) bool { return m.local(now).Hour() < 6 }
