#ifndef EARSHOT_FILES_USER_TEXT_H
#define EARSHOT_FILES_USER_TEXT_H

#include <filesystem>
#include <string>
#include <vector>

/// Texts that other programs and people wrote, whatever their encoding.
namespace earshot {

/// Bytes as UTF-8 with plain line ends: byte order marks of UTF-8 and UTF-16 are obeyed and dropped, bytes
/// that are no UTF-8 are taken as Windows-1252 (a superset of Latin-1's printable part).
/// @param file stands for the source in messages
/// @throws UserError for binary data, UTF-16 without a mark among it
std::string decoded_text(const std::string &bytes, const std::string &file);

/// The bytes of a user's file.
/// @throws UserError unless it is a regular file of at most 256 MB
std::string read_user_bytes(const std::filesystem::path &path);

/// The lines of a text without their ends.
std::vector<std::string> lines_of(const std::string &text);

/// ASCII letters in small.
std::string lower_case(std::string text);

/// Without blanks, tabs, form feeds and no-break spaces at both ends.
std::string trimmed(const std::string &text);

/// What is printed of a piece of someone's file: without control characters and not longer than a line.
std::string excerpt(const std::string &text);

} // namespace earshot

#endif
