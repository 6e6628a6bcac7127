#ifndef EARSHOT_CONFIG_DIGEST_H
#define EARSHOT_CONFIG_DIGEST_H

#include "solver/config/case.h"

#include <string>

namespace earshot {

/// 64-bit FNV-1a digest of a text as 16 hexadecimal digits. Tells texts apart; keeps no secrets.
std::string digest(const std::string &text);

/// Names and digests of the files that a case names, a line each: where it is another text, results belong to
/// other inputs. A file that can't be read is left to whoever needs it, and has a name alone.
std::string digests_of_files(const Case &c);

} // namespace earshot

#endif
