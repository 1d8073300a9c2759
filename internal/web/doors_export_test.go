package web

// Door is a route as the table has it.
type Door struct{ Method, Path string }

// Doors are all routes of the table.
func (s *Server) Doors() (list []Door) {
	for _, d := range s.doors() {
		list = append(list, Door{d.method, d.path})
	}
	return list
}
