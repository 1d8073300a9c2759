package dashboard

// SetDiskTrouble takes what is wrong with the disk of the database, for people to read,
// or "" where nothing is.
func (r *Recorder) SetDiskTrouble(trouble string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.diskTrouble = trouble
}

// addDisk has trouble with the disk degrade what is well otherwise. r.mu is held.
func (r *Recorder) addDisk(s *Stats) {
	if r.diskTrouble == "" {
		return
	}
	s.HealthReasons = append(s.HealthReasons, r.diskTrouble)
	if s.Health == OK {
		s.Health = Degraded
	}
}
