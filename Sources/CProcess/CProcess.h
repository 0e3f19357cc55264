#ifndef C_PROCESS_H
#define C_PROCESS_H

#include <sys/prctl.h>

/// Makes the process the parent of its descendants whose own parents end. Swift cannot call `prctl`, which takes a
/// variable number of arguments.
static inline int process_adopt_orphans(void) {
  return prctl(PR_SET_CHILD_SUBREAPER, 1UL, 0UL, 0UL, 0UL);
}

#endif
