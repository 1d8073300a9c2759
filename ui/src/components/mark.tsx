/** A word that tells one entry of a list from the others. */
export function Mark({ children, tone = "plain" }: { children: string; tone?: "plain" | "brand" }) {
	return (
		<span
			className={`shrink-0 rounded-full border px-2 text-xs font-medium ${tone === "brand" ? "border-brand text-brand" : "border-hairline text-muted"}`}
		>
			{children}
		</span>
	)
}
