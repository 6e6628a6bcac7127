#ifndef EARSHOT_CONFIG_TEXT_FILE_H
#define EARSHOT_CONFIG_TEXT_FILE_H

#include <cstddef>
#include <string>

namespace earshot {

/// All of a file that a user names. Nothing but a regular file is opened for longer than it takes to see what
/// it is: a pipe would be waited for and a device read for ever.
/// @param largest_bytes more than any such file needs
/// @throws UserError "file: reason" when it can't be read, is no regular file, or is larger
std::string read_text_file(const std::string &file, std::size_t largest_bytes);

} // namespace earshot

#endif
