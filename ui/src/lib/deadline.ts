/** Discord takes no first answer to a command after this, in milliseconds. */
export const deadlineMs = 3_000

/** An answer is nearly too late from here on. */
export const nearMs = 2_000
