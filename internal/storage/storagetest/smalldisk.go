package storagetest

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// SmallDisk mounts a file system of so many bytes, in memory, and returns its
// directory. Where this process may not mount one the test is skipped; if it may and
// cannot, and CI is true, it fails.
func SmallDisk(t testing.TB, size int64) (dir string) {
	t.Helper()
	dir = t.TempDir()
	said, err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%d,mode=700", size), "aurora-test", dir).CombinedOutput()
	if err != nil {
		mayMount := os.Getuid() == 0 && !strings.Contains(string(said), "permission denied") // in a container root may not
		if mayMount && os.Getenv("CI") == "true" {
			t.Fatalf("root could not mount a small file system, and CI skips nothing: %v: %s", err, said)
		}
		t.Skipf("SKIPPED, NOT PASSED: it takes Linux and the right to mount a small file system: %v: %s", err, said)
	}
	t.Cleanup(func() {
		if said, err := exec.Command("umount", "--lazy", dir).CombinedOutput(); err != nil { //nolint:noctx // the test's context has ended
			t.Errorf("%v: %s", err, said)
		}
	})
	return dir
}
