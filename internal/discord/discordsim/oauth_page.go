package discordsim

import (
	"html/template"
	"net/http"
)

// page is what the user of the consent page sees: an error, that it is done, or the choice.
type page struct {
	Error  string
	Done   string // the guild that the bot has joined
	Name   string // of the application
	Scopes []string
	Guilds []pageGuild // to join; none if that is not asked for
	People []pageGuild
}

type pageGuild struct {
	ID, Name string
	Chosen   bool
	Members  []pageMember
}

type pageMember struct{ ID, Name string }

// shownPerGuild is how many members of a guild are offered to be; any other can be named by id.
const shownPerGuild = 12

// page offers members of every guild to be, the owners first.
func (c *consent) page(a asked, guildID string) page {
	p := page{Name: selfName, Scopes: a.scopes}
	for _, g := range c.world.guilds[:min(len(c.world.guilds), 50)] {
		shown := pageGuild{ID: g.id.String(), Name: g.name, Chosen: g.id.String() == guildID}
		if a.wantsBot() {
			p.Guilds = append(p.Guilds, shown)
		}
		people := g.people()
		for _, m := range people[:min(len(people), shownPerGuild)] {
			shown.Members = append(shown.Members, pageMember{m.user.ID.String(), m.name()})
		}
		p.People = append(p.People, shown)
	}
	return p
}

func writePage(w http.ResponseWriter, status int, p page) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = consentPage().Execute(w, p) // a failing connection is the browser's affair
}

func consentPage() *template.Template {
	return template.Must(template.New("consent").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Simulated Discord</title>
<style>
	body { font: 1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark }
	label { display: block; margin: 1rem 0 .25rem } select, input, button { font: inherit; padding: .4rem; width: 100%; box-sizing: border-box }
	button { margin-top: .75rem }
</style>
<main>
<h1>Simulated Discord</h1>
{{if .Error}}<p role="alert">{{.Error}}.</p>
{{else if .Done}}<p role="status">The bot has joined {{.Done}}.</p>
{{else}}<p><strong>{{.Name}}</strong> asks for: {{range $i, $s := .Scopes}}{{if $i}}, {{end}}{{$s}}{{end}}.</p>
<form method="post">
	<label for="user">Who are you?</label>
	<input id="user" name="user" list="people" required autocomplete="off" placeholder="A name or an id">
	<datalist id="people">{{range .People}}{{$guild := .Name}}{{range .Members}}
		<option value="{{.ID}}">{{.Name}} ({{$guild}})</option>{{end}}{{end}}
	</datalist>
	{{with .Guilds}}<label for="guild">Where shall the bot go?</label>
	<select id="guild" name="guild">{{range .}}<option value="{{.ID}}"{{if .Chosen}} selected{{end}}>{{.Name}}</option>{{end}}</select>{{end}}
	<button name="choice" value="allow">Authorize</button>
	<button name="choice" value="deny" formnovalidate>Cancel</button>
</form>{{end}}
</main>
`))
}
