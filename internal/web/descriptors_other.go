//go:build !unix

package web

// maxDescriptors is 0: this system sets no limit to a process.
func maxDescriptors() int { return 0 }
