#include "shell/lessons/example_parser.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "engine/base/bytes_text.h"
#include "engine/base/table.h"
#include "engine/base/text.h"
#include "shell/lessons/example_run.h"

namespace backprop {

namespace {

constexpr std::size_t kMostLine = 600, kMostTitle = 80, kLongestSummary = 160;
constexpr std::size_t kMostText = 1200, kLongestLink = 2000, kMostNotes = 6;
constexpr std::size_t kLongestName = 24;
constexpr const char* kBeforeNumbers = "this stands before the numbers";
constexpr const char* kBehindNumbers = "behind a number stand cut, wrong NUMBER, (name)";
constexpr std::array<std::string_view, 5> kPhases = {"forward", "loss", "backward", "gradients",
                                                     "update"};

std::unexpected<Error> refuse(int line, const std::string& message) {
  return fail("line " + std::to_string(line) + ": " + message);
}

class ExampleParser {
 public:
  explicit ExampleParser(std::string_view text) : rest_(text) {}

  Result<Example> parse() {
    if (rest_.size() > kMaxExampleBytes) {
      return fail("an example has at most " + bytes_text(kMaxExampleBytes));
    }
    while (next_line()) {
      if (Result<void> done = read_line(); !done) return std::unexpected(done.error());
    }
    if (Result<void> done = finish_moment(); !done) return std::unexpected(done.error());
    if (Result<void> whole = check_whole(); !whole) return std::unexpected(whole.error());
    return std::move(example_);
  }

 private:
  Result<void> check_whole() {
    const std::pair<std::string_view, bool> needed[] = {
        {"example", example_.id.empty()},      {"title", example_.title.empty()},
        {"summary", example_.summary.empty()}, {"source", example_.source.empty()},
        {"link", example_.link.empty()},       {"at", example_.moments.empty()}};
    for (const auto& [key, missing] : needed) {
      if (missing) return refuse(1, "the example needs " + std::string(key) + ":");
    }
    if (wrong_ && example_.note.empty()) {
      return refuse(*wrong_, "where the source is wrong, a note: says why");
    }
    return {};
  }
  // A bound that is passed.
  std::unexpected<Error> too_much(std::size_t most, std::string_view of) const {
    return refuse(line_, "this has at most " + std::to_string(most) + std::string(of));
  }
  std::unexpected<Error> too_long(std::size_t most) const { return too_much(most, " letters"); }

  // What a line without a key goes on with.
  enum class Into { kNothing, kLink, kNote, kNumbers };

  bool next_line() {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find('\n');
    raw_ = rest_.substr(0, end);
    rest_ = end == rest_.npos ? std::string_view() : rest_.substr(end + 1);
    if (!raw_.empty() && raw_.back() == '\r') raw_.remove_suffix(1);
    ++line_;
    return true;
  }

  Result<void> read_line() {
    if (raw_.size() > kMostLine) return refuse(line_, "lines have at most 600 letters");
    if (!is_plain_text(raw_)) {
      return refuse(line_, "there are letters that do not show: write UTF-8 without tabs");
    }
    const std::string_view line = trimmed(raw_);
    if (line.empty()) {
      new_paragraph_ = true;
      return {};
    }
    if (line.starts_with("//")) return {};
    if (line.starts_with("# ")) return begin_moment(trimmed(line.substr(2)));
    // Numbers have colons too: "a:2.1 = 0.7514".
    if (into_ == Into::kNumbers && line.find('=') != line.npos) return read_number(line);
    const std::size_t colon = line.find(':');
    const std::string_view word = line.substr(0, std::min(colon, line.size()));
    const bool is_key = colon != line.npos && !word.empty() &&
                        std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
    if (is_key) return read_key(word, trimmed(line.substr(colon + 1)));
    return go_on(line);
  }

  Result<void> go_on(std::string_view line) {
    switch (into_) {
      case Into::kLink:
        example_.link += line;
        if (example_.link.size() > kLongestLink) return too_long(kLongestLink);
        return {};
      case Into::kNote:
        return add_note(line);
      case Into::kNumbers:
      case Into::kNothing:
        break;
    }
    return refuse(line_, quoted(line) + " is neither a key: nor a number, such as a:2.1 = 0.7514");
  }

  Result<void> add_note(std::string_view line) {
    std::vector<std::string>& note = example_.note;
    if (new_paragraph_ || note.empty()) {
      if (note.size() == kMostNotes) return too_much(kMostNotes, " paragraphs");
      note.emplace_back();
    }
    if (!note.back().empty()) note.back() += ' ';
    note.back() += line;
    new_paragraph_ = false;
    if (note.back().size() > kMostText) return too_long(kMostText);
    return {};
  }

  // --- keys ------------------------------------------------------------------------------------

  using Read = Result<void> (ExampleParser::*)(std::string_view value);
  struct Key {
    std::string_view name;
    Read read;
  };
  static const std::array<Key, 7> kHeader;
  static const std::array<Key, 4> kMoment;

  Result<void> read_key(std::string_view name, std::string_view value) {
    const bool in_moment = !example_.moments.empty();
    const std::span<const Key> keys =
        in_moment ? std::span<const Key>(kMoment) : std::span<const Key>(kHeader);
    const Key* key = find_entry(keys, name);
    if (key == nullptr) {
      std::vector<std::string_view> names;
      for (const Key& each : keys) names.push_back(each.name);
      return refuse(line_, "there is no key " + quoted(name) + " here: there are " + join(names));
    }
    return (this->*key->read)(value);
  }

  Result<void> once(std::string& to, std::string_view value, std::size_t most) {
    if (!to.empty()) return refuse(line_, "this stands here twice");
    if (value.empty()) return refuse(line_, "this needs a value");
    if (value.size() > most) return too_long(most);
    to = value;
    into_ = Into::kNothing;
    return {};
  }

  Result<void> read_id(std::string_view value) {
    const bool plain = std::ranges::all_of(
        value, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    if (!plain) return refuse(line_, "the short name has small letters, digits and hyphens only");
    return once(example_.id, value, 40);
  }
  Result<void> read_title(std::string_view value) {
    return once(example_.title, value, kMostTitle);
  }
  Result<void> read_summary(std::string_view value) {
    return once(example_.summary, value, kLongestSummary);
  }
  Result<void> read_source(std::string_view value) {
    return once(example_.source, value, kMostLine);
  }
  Result<void> read_page(std::string_view value) {
    return once(example_.page, value, kLongestSummary);
  }
  Result<void> read_link(std::string_view value) {
    if (Result<void> done = once(example_.link, value, kLongestLink); !done) return done;
    into_ = Into::kLink;
    link_line_ = line_;
    return {};
  }
  Result<void> read_note(std::string_view value) {
    into_ = Into::kNote;
    new_paragraph_ = true;
    return value.empty() ? Result<void>() : add_note(value);
  }

  // --- moments ---------------------------------------------------------------------------------

  Result<void> begin_moment(std::string_view title) {
    if (Result<void> done = finish_moment(); !done) return done;
    if (example_.moments.size() == kMaxExampleMoments) {
      return too_much(kMaxExampleMoments, " moments");
    }
    if (title.size() > kMostTitle) return too_long(kMostTitle);
    if (!trainer_) {
      Result<Trainer> opened = open_example(example_.link);
      if (!opened) return refuse(link_line_, opened.error().message);
      trainer_ = std::move(*opened);
    }
    ExampleMoment& moment = example_.moments.emplace_back();
    moment.line = line_;
    moment.title = title;
    into_ = Into::kNumbers;
    computed_ = false;
    return {};
  }

  Result<void> finish_moment() {
    if (example_.moments.empty()) return {};
    const ExampleMoment& last = moment();
    if (last.numbers.empty()) return refuse(last.line, "there are no numbers below this title");
    for (const ExampleNumber& number : last.numbers) {
      if (phases_for(number.quantity) > last.phases) {
        return refuse(number.line, "this comes in a later phase");
      }
    }
    return {};
  }

  // "step 1", "step 301, forward"
  Result<void> read_at(std::string_view value) {
    const std::size_t comma = std::min(value.find(','), value.size());
    const std::string_view step = trimmed(value.substr(0, comma));
    const auto number = step.starts_with("step ")
                            ? parse_number<std::int64_t>(trimmed(step.substr(5)))
                            : std::nullopt;
    const std::string_view phase =
        comma < value.size() ? trimmed(value.substr(comma + 1)) : kPhases.back();
    const auto found = std::ranges::find(kPhases, phase);
    if (!number || *number < 1 || *number > kMaxExampleStep || found == kPhases.end()) {
      return refuse(line_, "at: takes step 1 to " + std::to_string(kMaxExampleStep) +
                               ", and behind a comma its last phase: " +
                               join({kPhases.begin(), kPhases.end()}));
    }
    if (!moment().numbers.empty()) return refuse(line_, kBeforeNumbers);
    moment().step = *number;
    moment().phases = static_cast<int>(found - kPhases.begin()) + 1;
    return {};
  }

  Result<void> read_sample(std::string_view value) {
    const auto number = parse_number<int>(value);
    const int samples = std::min(trainer_->experiment().batch_size, trainer_->data().train_count);
    if (!number || *number < 1 || *number > samples) {
      return refuse(line_, "sample: takes 1 to " + std::to_string(samples));
    }
    if (!moment().numbers.empty()) return refuse(line_, kBeforeNumbers);
    moment().sample = *number - 1;
    return {};
  }

  Result<void> read_printed(std::string_view value) { return read_heading(value, false); }
  Result<void> read_computed(std::string_view value) { return read_heading(value, true); }
  Result<void> read_heading(std::string_view value, bool computed) {
    if (!value.empty()) return refuse(line_, "numbers stand in lines of their own");
    computed_ = computed;
    into_ = Into::kNumbers;
    return {};
  }

  // "-delta:2.1 = 0.1311 cut (Err6)", "loss = 0.2910279 wrong 0.2910278"
  Result<void> read_number(std::string_view line) {
    if (moment().numbers.size() == kMaxExampleNumbers) {
      return too_much(kMaxExampleNumbers, " numbers");
    }
    const std::size_t equals = line.find('=');
    const auto quantity =
        parse_example_quantity(line.substr(0, equals), *trainer_, moment().sample);
    if (!quantity) return refuse(line_, quantity.error().message);
    ExampleNumber number;
    number.line = line_;
    number.quantity = *quantity;
    number.symbol = symbol_of(*quantity, trainer_->network());
    number.computed = computed_;
    std::string_view rest = trimmed(line.substr(equals + 1));
    if (const std::size_t open = rest.find('('); open != rest.npos) {
      if (!rest.ends_with(')')) return refuse(line_, kBehindNumbers);
      number.name = rest.substr(open + 1, rest.size() - open - 2);
      if (number.name.size() > kLongestName) return too_long(kLongestName);
      rest = trimmed(rest.substr(0, open));
    }
    const std::vector<std::string_view> words = split(rest, ' ', 5);
    const auto read = [&](std::size_t at) {
      return parse_printed(at < words.size() ? words[at] : std::string_view());
    };
    Result<PrintedNumber> printed = read(0);
    if (!printed) return refuse(line_, printed.error().message);
    std::size_t at = 1;
    if (at < words.size() && words[at] == "cut") {
      printed->cut = true;
      ++at;
    }
    if (at < words.size() && words[at] == "wrong") {
      const Result<PrintedNumber> right = read(at + 1);
      if (!right) return refuse(line_, right.error().message);
      number.right = *right;
      if (!wrong_) wrong_ = line_;
      at += 2;
    }
    if (at < words.size()) return refuse(line_, kBehindNumbers);
    number.printed = *printed;
    moment().numbers.push_back(std::move(number));
    return {};
  }

  ExampleMoment& moment() { return example_.moments.back(); }

  std::string_view rest_, raw_;
  int line_ = 0, link_line_ = 1;
  Into into_ = Into::kNothing;
  bool new_paragraph_ = true, computed_ = false;
  std::optional<int> wrong_;  // the first line that says so
  Example example_;
  std::optional<Trainer> trainer_;
};

const std::array<ExampleParser::Key, 7> ExampleParser::kHeader = {
    {{"example", &ExampleParser::read_id},
     {"title", &ExampleParser::read_title},
     {"summary", &ExampleParser::read_summary},
     {"source", &ExampleParser::read_source},
     {"page", &ExampleParser::read_page},
     {"link", &ExampleParser::read_link},
     {"note", &ExampleParser::read_note}}};

const std::array<ExampleParser::Key, 4> ExampleParser::kMoment = {
    {{"at", &ExampleParser::read_at},
     {"sample", &ExampleParser::read_sample},
     {"printed", &ExampleParser::read_printed},
     {"computed", &ExampleParser::read_computed}}};

}  // namespace

Result<Example> parse_example(std::string_view text) { return ExampleParser(text).parse(); }

Result<std::vector<Example>> parse_examples(std::string_view text) {
  std::vector<Example> examples;
  while (!text.empty()) {
    const std::size_t next = text.find("\nexample:");
    Result<Example> example = parse_example(text.substr(0, next));
    if (!example) return std::unexpected(example.error());
    examples.push_back(std::move(*example));
    text = next == text.npos ? std::string_view() : text.substr(next + 1);
  }
  return examples;
}

}  // namespace backprop
