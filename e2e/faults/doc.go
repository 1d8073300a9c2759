// Package faults breaks what the program stands on while members use it, and looks
// afterwards whether anything that was acknowledged is missing, or was done twice.
//
// Its tests run the built binary against the simulated Discord in a process of its
// own. Each has a short form; AURORA_TORTURE=1 runs the long one. They print what
// they counted.
package faults
