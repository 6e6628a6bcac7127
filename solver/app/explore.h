#ifndef EARSHOT_APP_EXPLORE_H
#define EARSHOT_APP_EXPLORE_H

#include <string>
#include <string_view>

namespace earshot {

/// `earshot explore`: serves a page with sliders of a saved model at a random address of the loopback
/// interface, until Ctrl-C. Whoever doesn't know the address, asks from another page or sends what isn't
/// understood is refused.
/// @param model file of a saved model @param port 0: any that is free @param page HTML @return exit code
/// @throws UserError
int explore(const std::string &model, int port, std::string_view page);

} // namespace earshot

#endif
