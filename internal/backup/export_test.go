package backup

// Rooms are all rooms whose tables a backup has to know.
var Rooms = rooms

// PageSize is how many rows are read at once.
const PageSize = pageSize
