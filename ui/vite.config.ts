import tailwindcss from "@tailwindcss/vite"
import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"

const server = "http://127.0.0.1:8080"

// The bundle is committed and served under a policy of `default-src 'self'`: one script, one style sheet,
// nothing inlined as a data: URL, and the same bytes from the same sources.
export default defineConfig({
	plugins: [react(), tailwindcss()],
	build: {
		target: "es2022",
		sourcemap: false,
		cssCodeSplit: false,
		assetsInlineLimit: 0,
		modulePreload: false,
		reportCompressedSize: false,
		chunkSizeWarningLimit: 1_000,
		rolldownOptions: { output: { codeSplitting: false } },
	},
	server: {
		host: "127.0.0.1",
		proxy: {
			"/api": { target: server, changeOrigin: true, headers: { origin: server } },
			"/ws": { target: server, ws: true, changeOrigin: true, headers: { origin: server } },
			"/sim/": { target: server, changeOrigin: true, headers: { origin: server } },
		},
	},
})
