// Links as people have them: out of a mail, a page's source, a Markdown or JSON file, or a
// sentence.
#pragma once

#include <string>
#include <string_view>

namespace backprop {

// The fragment ("key=value&key=value", percent escapes and all) in `text`, which may be one, with
// or without '#', an address with one, or such an address as it gets copied:
//  - in quotes, brackets, an HTML attribute or a Markdown link, with a full stop or comma behind
//  it;
//  - with &amp; or \& or \u0026 for &, backslashes before signs, broken over lines;
//  - with its '#', '=' and '&' as percent escapes, once or several times over;
//  - behind another address: the one whose page it was copied from, or that of a redirecting page.
// `rest` gets what stands behind the link and was left out. Nothing changes in a link that the page
// has written.
std::string fragment_in(std::string_view text, std::string& rest);

}  // namespace backprop
