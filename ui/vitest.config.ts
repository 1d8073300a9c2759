import { defineConfig } from "vitest/config"

// The property tests take seconds on a busy machine; nothing else comes near the limit.
export default defineConfig({
	test: { include: ["src/**/*.test.{ts,tsx}", "*.test.ts"], testTimeout: 30_000 },
})
