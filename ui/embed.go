// Package ui carries the dashboard's front end into the binary: the bundle that `npm run build` makes of
// the sources beside this file. The bundle is committed, so building Aurora needs no Node.
//
// It serves nothing: routes, caching and headers are the web package's.
package ui

import "embed"

// Dist is the built front end below the directory dist: index.html, which names everything else, and assets/, whose file
// names change with their content and may be cached for ever.
//
//go:embed all:dist
var Dist embed.FS
