/** One choice of the reader, kept in this browser and the same in all its tabs. */
export class Preference<T extends string> {
	readonly #name: string
	readonly #choices: readonly T[]
	readonly #readers = new Set<() => void>()
	#value: T

	/** The first choice holds until another is made, and where the browser keeps nothing. */
	constructor(name: string, choices: readonly [T, ...T[]]) {
		this.#name = name
		this.#choices = choices
		this.#value = this.#kept()
		globalThis.addEventListener?.("storage", (event) => {
			if (event.key === name || event.key === null) this.#become(this.#kept())
		})
	}

	readonly value = (): T => this.#value

	readonly subscribe = (reader: () => void): (() => void) => {
		this.#readers.add(reader)
		return () => this.#readers.delete(reader)
	}

	readonly choose = (value: T): void => {
		try {
			localStorage.setItem(this.#name, value)
		} catch {
			// A browser that keeps nothing still does as it is told until the page is closed.
		}
		this.#become(value)
	}

	#become(value: T): void {
		if (value === this.#value) return
		this.#value = value
		for (const reader of this.#readers) reader()
	}

	#kept(): T {
		let kept: string | null = null
		try {
			kept = localStorage.getItem(this.#name)
		} catch {
			// as if nothing were kept
		}
		return this.#choices.find((choice) => choice === kept) ?? (this.#choices[0] as T)
	}
}
