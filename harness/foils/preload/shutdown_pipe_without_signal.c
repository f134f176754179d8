/* A broken pipe raises no signal.
 * Noticed by: suites/errors/test_broken_pipe.py::test_each_broken_pipe_of_a_stream_raises_one_signal
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    return REAL(send)(fd, data, size, flags | MSG_NOSIGNAL);
}
