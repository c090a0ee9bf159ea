// Messages on the canvas: what matters comes first, all can be reached, and none is long.
#include <catch2/catch_test_macros.hpp>
#include <string>

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

void press_escape(App& app) {
  for (const bool down : {true, false}) {
    ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, down);
    Frames::draw(app, 1);
  }
}

TEST_CASE("a link's unknown key is named, not shown whole") {
  const Frames frames;
  App app("dataset=xor&shape=" + std::string(900'000, 'x'));
  app.start();
  REQUIRE(app.canvas().messages.size() == 1);
  CHECK(app.canvas().messages[0].text.find("'shape'") != std::string::npos);
  CHECK(app.canvas().messages[0].text.size() < 120);
  const App named("dataset=xor&" + std::string(100'000, 'k') + "=1");
  REQUIRE(named.canvas().messages.size() == 1);
  CHECK(named.canvas().messages[0].text.size() < 120);
}

TEST_CASE("a message that came out long is cut between two letters, and old ones go") {
  const Frames frames;
  App app("dataset=xor");
  app.start();
  for (const std::size_t shift : {0, 1}) {
    std::string text(shift, ' ');
    for (int i = 0; i < 50'000; ++i) text += "é";
    app.canvas().say(Message::Kind::kError, text);
  }
  Frames::draw(app);
  for (const Message& message : app.canvas().messages) {
    CHECK(message.text.size() < 500);
    CHECK(message.text.ends_with("é …"));
  }
  for (int i = 0; i < 5000; ++i) app.canvas().say(Message::Kind::kNote, std::to_string(i));
  Frames::draw(app);
  CHECK(app.canvas().messages.size() <= 50);
  CHECK(app.canvas().messages.back().text == "4999");
}

TEST_CASE("Escape closes the newest message, where it closes nothing else") {
  const Frames frames;
  App app("dataset=xor");
  app.start();
  for (const char* text : {"one", "two"}) app.canvas().say(Message::Kind::kNote, text);
  Frames::draw(app);
  app.session().view().help_open = true;
  Frames::draw(app);
  press_escape(app);
  CHECK_FALSE(app.session().view().help_open);
  CHECK(app.canvas().messages.size() == 2);
  press_escape(app);
  REQUIRE(app.canvas().messages.size() == 1);
  CHECK(app.canvas().messages[0].text == "one");
  press_escape(app);
  CHECK(app.canvas().messages.empty());
}

}  // namespace
}  // namespace backprop
