//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// processorTime is what process pid has spent, user's and system's, of all its threads:
// the sum of utime and stime in /proc/PID/stat, but in nanoseconds and not in ticks of
// 10 ms. What a write to the loopback device costs the receiver's end of the connection
// is spent inside that write, and so is in it. The number of the clock is made as in
// clock_getcpuclockid(3).
func processorTime(pid int) (time.Duration, error) {
	const scheduled = 2 // CPUCLOCK_SCHED of linux/posix-timers.h
	var t unix.Timespec
	if err := unix.ClockGettime(^int32(pid)<<3|scheduled, &t); err != nil {
		return 0, fmt.Errorf("processor time of %d: %w", pid, err)
	}
	return time.Duration(t.Nano()), nil
}

// residentBytes is the memory that process pid has in use.
func residentBytes(pid int) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, line, found := bytes.Cut(status, []byte("VmRSS:"))
	var kib int64
	if _, err := fmt.Sscanf(string(line), "%d kB", &kib); err != nil || !found {
		return 0, fmt.Errorf("/proc/%d/status has no VmRSS", pid)
	}
	return kib << 10, nil
}

// machineTime is what all processes together have spent since the machine was started,
// and what a host took from it. https://docs.kernel.org/filesystems/proc.html#miscellaneous-kernel-statistics-in-proc-stat
func machineTime() (time.Duration, error) {
	stat, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, err
	}
	var user, nice, system, idle, waiting, irq, softirq, stolen int64
	if _, err := fmt.Sscanf(string(stat), "cpu %d %d %d %d %d %d %d %d", &user, &nice, &system, &idle, &waiting, &irq, &softirq, &stolen); err != nil {
		return 0, fmt.Errorf("/proc/stat: %w", err)
	}
	const tick = 10 * time.Millisecond // USER_HZ is 100 wherever Go runs
	return time.Duration(user+nice+system+irq+softirq+stolen) * tick, nil
}
