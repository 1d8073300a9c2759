import { Monitor, Moon, Sun } from "lucide-react"
import { IconButton } from "../components/icon-button"
import { Menu, MenuChoice } from "../components/menu"
import { usePreference } from "../hooks/use-preference"
import { theme } from "../lib/preferences"
import { themes } from "./themes"

const icons = { system: Monitor, dark: Moon, light: Sun }

/** Chooses between dark and light. */
export function ThemeMenu() {
	const chosen = usePreference(theme)
	return (
		<Menu trigger={<IconButton icon={icons[chosen]} label={`Theme: ${themes[chosen].toLowerCase()}`} />}>
			<MenuChoice label="Theme" value={chosen} choices={themes} onChoose={theme.choose} />
		</Menu>
	)
}
