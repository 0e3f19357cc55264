#include "CJSONScan.h"

// Everything is in the header, to be inlined where it is called.
