// Messages on the canvas: what matters comes first, and all of them can be reached.
#include <catch2/catch_test_macros.hpp>

#include "shell/app/app.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

std::vector<Message> messages_of(int count, const char* kind = "") {
  std::vector<Message> messages;
  for (int i = 0; i < count; ++i) {
    messages.push_back({Message::Kind::kNote, kind + std::to_string(i)});
  }
  return messages;
}

TEST_CASE("what came last is shown from its first message on") {
  MessageWindow window;
  window.follow(messages_of(6));  // a link's
  CHECK(window.first() == 0);
  CHECK(window.end() == 4);
  window.turn();
  CHECK(window.first() == 4);
  CHECK(window.end() == 6);
  window.turn();
  CHECK(window.first() == 0);
  window.follow(messages_of(7));  // and one more
  CHECK(window.first() == 3);
  CHECK(window.end() == 7);
  window.turn();
  window.follow(messages_of(7));
  CHECK(window.first() == 0);
  window.turn();
  window.follow(messages_of(7, "of another link "));
  CHECK(window.first() == 0);
  window.turn();
  window.follow(messages_of(5, "of another link "));  // two closed
  CHECK(window.end() == 5);
  window.follow({});
  CHECK(window.end() == 0);
  window.follow(messages_of(2));
  CHECK(window.first() == 0);
  CHECK(window.end() == 2);
}

TEST_CASE("a link with much to say shows what matters first, and the rest by a click") {
  const Frames frames;
  App app("colour=red&size=3&shape=x&weight=y&seed=1&seed=1&dataset=donut&learningRate=1000");
  app.start();
  Frames::draw(app, 2);
  const auto& messages = app.canvas().messages;
  REQUIRE(messages.size() == 7);
  CHECK(messages[0].text.starts_with("dataset cannot be 'donut'"));
  CHECK(messages[1].text.starts_with("learningRate cannot be '1000'"));
  CHECK(messages[0].kind == Message::Kind::kWarning);
  CHECK(messages[6].kind == Message::Kind::kNote);
  CHECK(app.canvas().message_window.first() == 0);
  REQUIRE(app.canvas().places.find("message.more") != nullptr);
  Frames::click(app, "message.more");
  CHECK(app.canvas().message_window.first() == 4);
  Frames::click(app, "message.0.close");
  CHECK(messages.size() == 6);
}

}  // namespace
}  // namespace backprop
