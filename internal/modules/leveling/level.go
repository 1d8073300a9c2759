package leveling

// Each level asks for one step more than the one before: 100, 200, 300 ...
const step = 100

// needed is the experience with which a level begins.
func needed(level int64) int64 { return step * level * (level + 1) / 2 }

// Level is the level that somebody has reached.
func Level(xp int64) int64 {
	level := int64(0)
	for needed(level+1) <= xp {
		level++
	}
	return level
}
