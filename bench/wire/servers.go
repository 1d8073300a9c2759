//go:build linux

package main

import (
	"path/filepath"
	"slices"
	"strings"
)

// servers are all that can be compared.
var servers = []server{
	{name: "aurora", wsPath: "/ws", postPath: "/api/events", command: auroraCommand(func(o options) string { return o.aurora })},
	{name: "before", wsPath: "/ws", postPath: "/api/events", command: auroraCommand(func(o options) string { return o.before })},
	{name: durable, wsPath: "/ws", postPath: "/api/events", command: durableCommand},
	{name: "bun", wsPath: "/ws", postPath: "/events", command: peerCommand("node_modules/.bin/bun", "bun.js")},
	{name: "node-ws", wsPath: "/ws", postPath: "/events", command: peerCommand("node", "node-ws.js")},
	{
		name: "socket.io", wsPath: "/socket.io/", wsQuery: "EIO=4&transport=websocket", postPath: "/events",
		hello: "40", ping: "2", pong: "3", // https://socket.io/docs/v4/engine-io-protocol/
		command: peerCommand("node", "socket-io.js"),
	},
	{name: "floor", wsPath: "/ws", postPath: "/events", command: floorCommand},
}

func serverNamed(name string) *server {
	for _, s := range servers {
		if s.name == name {
			return &s
		}
	}
	return nil
}

// auroraCommand is the demo without anybody who uses commands, with a database that is
// not kept, and without a bound that the others have not: what is compared is the wire.
func auroraCommand(binary func(options) string) func(o options, addr string) (words, env []string) {
	return func(o options, addr string) (words, env []string) {
		words = strings.Fields("demo --rate 0 --guilds 1 --members 4 --shards 1 --max-handshakes-per-second 0 --log-level error")
		return slices.Concat([]string{binary(o)}, words, []string{"--sim-addr", "127.0.0.1:0", "--addr", addr}), []string{"AURORA_DATABASE_URL=sqlite::memory:"}
	}
}

// durable is Aurora with a database that is kept: no event is sent before it is on disk.
const durable = "durable"

func durableCommand(o options, addr string) (words, env []string) {
	words, _ = auroraCommand(func(o options) string { return o.aurora })(o, addr)
	return words, []string{"AURORA_DATABASE_URL=sqlite:" + filepath.Join(o.disk, "aurora-"+strings.TrimPrefix(addr, "127.0.0.1:")+".db")}
}

// peerCommand runs a script of the peers' directory. A runtime with a path is there, too;
// another is looked for where programs are.
func peerCommand(runtime, script string) func(o options, addr string) (words, env []string) {
	return func(o options, addr string) (words, env []string) {
		program := runtime
		if strings.Contains(runtime, "/") {
			program = filepath.Join(o.peers, runtime)
		}
		_, port, _ := strings.Cut(addr, ":")
		return []string{program, filepath.Join(o.peers, script)}, []string{"PORT=" + port, "NODE_ENV=production"}
	}
}

// floorVariable makes this program the floor, at the address it holds.
const floorVariable = "WIRE_FLOOR"

func floorCommand(o options, addr string) (words, env []string) {
	return []string{o.self}, []string{floorVariable + "=" + addr}
}
