//go:build !linux && !darwin && !freebsd && !windows

package storage

// holdFile holds nothing on this system: that no program runs during a restore is up to
// whoever restores.
func holdFile(string, bool) (hold, error) { return free{}, nil }
