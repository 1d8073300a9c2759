package discordsim

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A personal name as people write it, and as their user name spells it: Discord's user names are
// lowercase ASCII, display names are anything.
type personal struct{ shown, plain string }

// namer invents names. User names are unique, as Discord's are.
type namer struct {
	taken map[string]bool
	alike map[string]int // how many numbers are used up behind a name
}

func newNamer() *namer {
	return &namer{taken: make(map[string]bool), alike: make(map[string]int)}
}

// guild invents a guild's name.
func (n *namer) guild(rng *rand.Rand) string {
	return n.free(func() string {
		return pick(rng, guildFirst()) + " " + pick(rng, guildSecond())
	}, " %d")
}

// person invents a user name and, for most, a global name.
func (n *namer) person(rng *rand.Rand) (username, globalName string) {
	given, family := spelt(pick(rng, givenNames())), spelt(pick(rng, familyNames()))
	username = n.free(func() string { return handle(rng, given, family) }, "%d")
	return username, globalOf(rng, given, family)
}

// nick invents what a guild calls somebody.
func (n *namer) nick(rng *rand.Rand) string {
	return pick(rng, nickFirst()) + pick(rng, []string{"", " ✨", " 🌙", " (afk)", " 2.0"})
}

// free draws names until one is not taken, then resorts to a number behind the last.
func (n *namer) free(draw func() string, suffix string) string {
	name := draw()
	for range 4 {
		if !n.taken[name] {
			break
		}
		name = draw()
	}
	for stem := name; n.taken[name]; {
		n.alike[stem]++
		name = stem + fmt.Sprintf(suffix, n.alike[stem]+1)
	}
	n.taken[name] = true
	return name
}

func handle(rng *rand.Rand, given, family personal) string {
	switch rng.IntN(4) {
	case 0:
		return given.plain + "." + family.plain
	case 1:
		return given.plain + "_" + pick(rng, handleWords())
	case 2:
		return pick(rng, handleWords()) + given.plain
	default:
		return given.plain + fmt.Sprint(10+rng.IntN(90))
	}
}

func globalOf(rng *rand.Rand, given, family personal) string {
	switch rng.IntN(8) {
	case 0:
		return "" // never chose one
	case 1, 2:
		return given.shown + " " + family.shown
	case 3:
		return strings.ToLower(given.shown)
	case 4:
		return given.shown + pick(rng, []string{" 🦊", " ☕", " 🌸", " 🎧", " ⚡"})
	default:
		return given.shown
	}
}

// spelt reads an entry of the lists below: the name as shown, a slash, the plain form.
func spelt(entry string) personal {
	shown, plain, _ := strings.Cut(entry, "/")
	return personal{shown, plain}
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

func givenNames() []string {
	return []string{
		"Mira/mira", "Jonas/jonas", "Zoë/zoe", "Łukasz/lukasz", "さくら/sakura", "Amara/amara", "Noah/noah",
		"Дмитро/dmytro", "José/jose", "Ines/ines", "Tariq/tariq", "Élodie/elodie", "Björn/bjorn", "Priya/priya",
		"Mateo/mateo", "민준/minjun", "Freya/freya", "Kofi/kofi", "Leïla/leila", "Oskar/oskar", "Αλέξης/alexis",
		"Hana/hana", "Tomás/tomas", "Wren/wren", "نور/nour", "Sanne/sanne", "Dario/dario", "Ayşe/ayse",
		"Finn/finn", "梓涵/zihan", "Ruby/ruby", "Ilya/ilya", "Marta/marta", "Desmond/desmond", "Linh/linh",
		"Kai/kai", "Saoirse/saoirse", "Emeka/emeka", "Vera/vera", "Nils/nils",
	}
}

func familyNames() []string {
	return []string{
		"Okafor/okafor", "Lindqvist/lindqvist", "Müller/mueller", "Nakamura/nakamura", "Fernández/fernandez",
		"O'Shea/oshea", "Kowalska/kowalska", "Haddad/haddad", "Iyer/iyer", "van Dijk/vandijk", "Bianchi/bianchi",
		"Novák/novak", "Yılmaz/yilmaz", "Nguyễn/nguyen", "Silva/silva", "Petrenko/petrenko", "Moreau/moreau",
		"Sørensen/sorensen", "Adeyemi/adeyemi", "Park/park",
	}
}

func handleWords() []string {
	return []string{
		"pixel", "moss", "comet", "ferret", "tofu", "static", "orbit", "biscuit", "quill", "velvet",
		"raccoon", "lumen", "cobalt", "noodle", "ember", "drift", "mango", "sprite", "willow", "echo",
	}
}

func nickFirst() []string {
	return []string{
		"captain crunch", "The Archivist", "moth enjoyer", "Señor Bug", "void cat", "Ms. Frizzle", "lil tempest",
		"quartermaster", "Kartoffel", "tea goblin", "Профессор", "raid lead", "snacc", "Night Shift", "猫派", "old man yells",
	}
}

func guildFirst() []string {
	return []string{
		"Nebula", "Midnight", "Copper", "Paper", "Velvet", "Northern", "Pixel", "Saffron", "Tidal", "Moss",
		"Café", "Lunar", "Wandering", "Quiet", "Electric", "Juniper",
	}
}

func guildSecond() []string {
	return []string{
		"Lounge", "Workshop", "Raiders", "Book Club", "Observatory", "Arcade", "Kitchen", "Guildhall", "Garden",
		"Speedrunners", "Collective", "Harbour", "Study Hall", "Synth Lab", "Tavern", "Commons",
	}
}
