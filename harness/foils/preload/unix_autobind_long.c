/* Autobind gives names of eight digits.
 * Noticed by: suites/local/test_autobind.py::test_binding_to_no_name_gives_one_of_five_hexadecimal_digits
 */
#include "foil.h"
#include <stdio.h>

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    static unsigned number = 0x1000;
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    if (address->sa_family != AF_UNIX || size > sizeof(sa_family_t))
        return REAL(bind)(fd, address, size);
    snprintf(name.sun_path + 1, 9, "%08x", (unsigned) getpid() << 8 ^ number++);
    return REAL(bind)(fd, (struct sockaddr *) &name, 11);
}
