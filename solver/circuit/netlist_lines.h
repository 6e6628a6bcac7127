#ifndef EARSHOT_CIRCUIT_NETLIST_LINES_H
#define EARSHOT_CIRCUIT_NETLIST_LINES_H

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// "name=value" behind the words of a netlist's line.
struct NetlistAssignment {
  std::string name, value; ///< value: without braces or quotes around it
};

/// A line of a netlist with what continues it, in small letters and without comments.
struct NetlistLine {
  int number = 0;
  std::string text;               ///< all of it
  std::vector<std::string> words; ///< before the first assignment; "{...}" is one word, brackets part words
  std::vector<NetlistAssignment> assignments;
};

/// The lines of a netlist that say something: * # ; // and $ behind a blank begin comments, + goes on with a
/// line, .control blocks are left out.
/// @param file stands for the netlist in messages
/// @param notes gets what was left out
/// @throws UserError with the line for numbers with decimal commas and unclosed braces
std::vector<NetlistLine> netlist_lines(const std::string &text, const std::string &file,
                                       std::vector<std::string> &notes);

/// "{a + b}", "'a + b'" without what is around it.
std::string without_braces(const std::string &text);

} // namespace earshot

#endif
