package storagetest

// Injections are a hundred texts with which somebody would have a database, a shell, a
// template or a file system do something of their own.
func Injections() []string {
	begins := []string{"", "'", `"`, "1", "1'", "')", "`", "\\'", "%27", "1 "}
	ends := []string{
		" OR 1=1 --", "; DROP TABLE journal_events; --", " UNION SELECT NULL, NULL, name FROM sqlite_master --", "; SELECT pg_sleep(10) --",
		" AND (SELECT COUNT(*) FROM access_keys) > 0 --", "; ATTACH DATABASE '/tmp/x' AS x; --", "$1 ? :x @x", " || (SELECT hash FROM access_keys) || ",
		"; COPY (SELECT 1) TO PROGRAM 'id'; --", "{{7*7}} ${7*7} ../../etc/passwd",
	}
	var all []string
	for _, begin := range begins {
		for _, end := range ends {
			all = append(all, begin+end)
		}
	}
	return all
}
