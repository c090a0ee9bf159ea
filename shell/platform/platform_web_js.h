// The JavaScript of platform_web.cpp, and of no other file: the canvas, its context, and input.
#pragma once

#include <emscripten/em_js.h>

#include <cstddef>

// clang-format off
EM_JS_DEPS(backprop_page, "$GL,$UTF8ToString,$stringToNewUTF8,$stringToUTF8OnStack,$stackSave,$stackRestore");

EM_JS(bool, js_create_context, (), {
  const context = GL.createContext(Module['canvas'], {
    'majorVersion': 2, 'alpha': false, 'depth': false, 'stencil': false, 'antialias': false,
  });
  GL.makeContextCurrent(context);
  return context !== 0;
});

EM_JS(void, js_ask_for_frame, (), { requestAnimationFrame(_backprop_frame); });

EM_JS(bool, js_matches, (const char* query), { return matchMedia(UTF8ToString(query)).matches; });

EM_JS(bool, js_visible, (), { return !document.hidden; });

EM_JS(bool, js_is_apple, (), { return /Mac|iPhone|iPad/.test(navigator.platform); });

EM_JS(void, js_set_cursor, (const char* style), {
  Module['canvas'].style.cursor = UTF8ToString(style);
});

// The page around the canvas wears the canvas's theme.
EM_JS(void, js_set_theme, (bool dark), {
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
});

EM_JS(void, js_set_title, (const char* title), { document.title = UTF8ToString(title); });

// Refused, or an insecure page: ours stays, and the application says so.
EM_JS(void, js_copy, (const char* text), {
  const copied = navigator.clipboard?.writeText(UTF8ToString(text)) ?? Promise.reject();
  copied.catch(() => _backprop_copy_refused());
});

EM_JS(void, js_save, (const char* name, const char* bytes, size_t size, const char* mime), {
  const data = HEAPU8.slice(bytes, bytes + size);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([data], { type: UTF8ToString(mime) }));
  link.download = UTF8ToString(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
});

// Storage may be refused (private windows, a frame of another site): nothing is kept then.
EM_JS(char*, js_load_setting, (const char* name), {
  try {
    return stringToNewUTF8(localStorage.getItem('backprop.' + UTF8ToString(name)) ?? "");
  } catch {
    return stringToNewUTF8("");
  }
});

EM_JS(void, js_save_setting, (const char* name, const char* value), {
  try {
    localStorage.setItem('backprop.' + UTF8ToString(name), UTF8ToString(value));
  } catch {
  }
});

// Whoever opens it takes the event for itself.
EM_JS(bool, js_open_dialog, (const char* name), {
  const detail = UTF8ToString(name);
  return !Module['canvas'].dispatchEvent(new CustomEvent('playground-dialog', { detail, cancelable: true }));
});

// The run that was just drawn, or whether it goes on, is not what it was before.
EM_JS(void, js_tell_change, (), { Module['canvas'].dispatchEvent(new Event('playground-change')); });

// False: not all of it could be kept. What is too long, or the changes too many in a while: the address
// stays behind until the next change.
EM_JS(bool, js_set_fragment, (const char* fragment, const char* run, const char* other, const char* lesson, int phases, bool in_lesson, bool ahead), {
  const state = { document: UTF8ToString(run), other: UTF8ToString(other), lesson: UTF8ToString(lesson), phases, in_lesson, ahead };
  const some = Object.values(state).some(Boolean);
  const address = '#' + UTF8ToString(fragment);
  try {
    history.replaceState(some ? state : null, "", address);
    return true;
  } catch { /* again without what is beside it */ }
  try {
    if (some) history.replaceState(null, "", address);
  } catch { /* not even that */ }
  return false;
});

// The page links the file under this name. Calls backprop_site_text(text) when it is there; with "" when it cannot be had.
EM_JS(void, js_fetch_text, (const char* name), {
  fetch(document.getElementById(UTF8ToString(name)).href)
    .then((answer) => (answer.ok ? answer.text() : ""))
    .catch(() => "")
    .then((text) => _backprop_site_text(stringToNewUTF8(text)));
});

// The rest of the program, soon and at once; the page's script knows where it is.
EM_JS(void, js_want_later_part, (), { Module['wantLaterPart'](); });
EM_JS(bool, js_load_later_part, (), { return Module['loadLaterPart'](); });

// The canvas follows its stage: it gets the device pixels that fit and exactly their size in CSS
// pixels.
EM_JS(void, js_fit_stage, (), {
  const canvas = Module['canvas'];
  const box = canvas.parentElement.getBoundingClientRect();
  if (box.width < 1 || box.height < 1) return;
  let ratio = devicePixelRatio;
  const pixels = (length) => Math.max(1, Math.floor(length * ratio + 0.01));
  // No wider than what is drawn to can be; then a pixel of it is more than one of the screen.
  const gl = GL.currentContext.GLctx;
  const limits = [...(gl.getParameter(gl.MAX_VIEWPORT_DIMS) ?? []), gl.getParameter(gl.MAX_RENDERBUFFER_SIZE), gl.getParameter(gl.MAX_TEXTURE_SIZE)];
  const most = Math.min(...limits.filter((limit) => limit > 0));  // a lost context knows none
  if (Math.max(pixels(box.width), pixels(box.height)) > most) ratio = most / Math.max(box.width, box.height);
  const [width, height] = [pixels(box.width), pixels(box.height)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.style.setProperty('width', width / ratio + 'px', 'important');
  canvas.style.setProperty('height', height / ratio + 'px', 'important');
  _backprop_resized(width, height, ratio);
});

EM_JS(void, js_follow_stage, (), {
  const fit = () => _backprop_fit_stage();
  // Each change of the pixel ratio needs a query of its own.
  const watch_ratio = () => {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => {
      fit();
      watch_ratio();
    }, { once: true });
  };
  watch_ratio();
  new ResizeObserver(fit).observe(Module['canvas'].parentElement);
  let ratio = devicePixelRatio;  // not every browser tells of a new one when nothing else changes
  setInterval(() => {
    if (ratio !== devicePixelRatio) fit();
    ratio = devicePixelRatio;
  }, 1000);
  fit();
});

// Keys reach the application only while the canvas has the focus, and only the keys it handles are
// kept from the browser. Esc, then Tab, leaves the canvas.
EM_JS(void, js_listen_keys, (), {
  const canvas = Module['canvas'];
  // By what it types where that is a Latin letter or one of these, else by its place on the keyboard.
  const signs = { '?': 'Slash', '/': 'Slash', '-': 'Minus', '+': 'Equal', '=': 'Equal', ',': 'Comma', '.': 'Period' };
  const name = ({ key, code }) => {
    if (code.startsWith('Numpad')) return code;
    if (/^[a-z]$/i.test(key)) return 'Key' + key.toUpperCase();
    return signs[key] ?? code;
  };
  const send = (name, down, modifiers) => {
    const stack = stackSave();
    _backprop_modifiers(modifiers);
    _backprop_key(stringToUTF8OnStack(name), down);
    stackRestore(stack);
  };
  const held = new Map();  // what a key was called when it went down: Shift changes names
  const pass_on = (event, down) => {
    const known = held.get(event.code) ?? name(event);
    if (down) held.set(event.code, known);
    else held.delete(event.code);
    _backprop_repeats(down && event.repeat);
    send(known, down, event.ctrlKey + 2 * event.shiftKey + 4 * event.altKey + 8 * event.metaKey);
  };
  const release = () => {
    for (const known of held.values()) send(known, false, 0);
    held.clear();
  };
  const modifiers = ['Control', 'Meta', 'Alt', 'AltGraph', 'Shift'];
  const scrolling = [' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown',
                     'Home', 'End', "'", '/'];
  let leaving = false;
  canvas.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Tab' && leaving) return;
    if (!modifiers.includes(event.key)) leaving = event.key === 'Escape';
    const typing = _backprop_wants_text();
    const combination = event.ctrlKey || event.metaKey || event.altKey;
    const key = event.key.toLowerCase();
    const undo = (event.ctrlKey || event.metaKey) && !event.altKey && 'zy'.includes(key);
    if (combination && !typing && !undo && !modifiers.includes(event.key)) return;
    // Preventing the default would also keep the character from a text field, and a paste.
    const ours = typing ? combination && 'acxyz'.includes(key)
                        : undo || scrolling.includes(event.key);
    if (ours) event.preventDefault();
    if (event.key === 'Backspace' || event.key === 'Tab') event.preventDefault();
    pass_on(event, true);
    if (!typing) _backprop_answer();
  });
  canvas.addEventListener('keypress', (event) => {
    event.preventDefault();  // Firefox would open its quick find at a / or an apostrophe
    if (event.charCode >= 32 && !event.ctrlKey && !event.metaKey) _backprop_character(event.charCode);
  });
  canvas.addEventListener('keyup', (event) => {
    pass_on(event, false);
    if (event.key === 'Meta') release();  // macOS reports no release of keys held with it
  });
  canvas.addEventListener('focus', () => _backprop_focused(true));
  const leave = () => {
    leaving = false;
    release();
    _backprop_focused(false);
  };
  canvas.addEventListener('blur', (event) => {
    if (event.relatedTarget?.id !== 'typing') leave();
  });
  window.addEventListener('blur', leave);
  window.addEventListener('focus', () => {
    if (document.activeElement === canvas) _backprop_focused(true);
  });
  document.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain');
    if (!text || document.activeElement !== canvas) return;
    const most = 65536;  // more than any field takes
    if (_backprop_pasted(stringToNewUTF8(text.slice(0, most)))) return;
    canvas.dispatchEvent(new CustomEvent('pastefile', { detail: text }));
  });
});

// Pointer capture lets a release outside the canvas arrive; the wheel counts in fractions of a step.
EM_JS(void, js_listen_mouse, (), {
  const canvas = Module['canvas'];
  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    _backprop_pointer(event.clientX - box.left, event.clientY - box.top);
  };
  canvas.addEventListener('mousemove', point);
  canvas.addEventListener('mouseleave', () => _backprop_no_pointer());
  for (const type of ['mousedown', 'mouseup']) {
    canvas.addEventListener(type, (event) => {
      point(event);
      _backprop_modifiers(event.ctrlKey + 2 * event.shiftKey + 4 * event.altKey + 8 * event.metaKey);
      _backprop_button([0, 2, 1, 3, 4][event.button], type === 'mousedown');
      if (type === 'mouseup') _backprop_answer();
    });
  }
  canvas.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch') return;
    _backprop_mouse_source(event.pointerType === 'pen' ? 2 : 0);
    try {
      canvas.setPointerCapture(event.pointerId);
    } catch { /* the pointer is already gone */ }
  });
  for (const type of ['pointercancel', 'lostpointercapture']) {
    canvas.addEventListener(type, (event) => {
      if (event.pointerType !== 'touch' && (event.buttons === 0 || type === 'pointercancel')) {
        _backprop_release_buttons();
      }
    });
  }
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  canvas.addEventListener('wheel', (event) => {
    // The browser's zoom; and a page around us scrolls on.
    if (event.ctrlKey || document.documentElement.dataset.embed) return;
    const steps = [1 / 100, 1 / 3, 80][event.deltaMode];  // a step is 100 pixels or 3 lines
    _backprop_wheel(-event.deltaX * steps, -event.deltaY * steps);
    event.preventDefault();
  }, { passive: false });
});

// Touch: the position arrives before the button; a long press is the right button; two fingers
// scroll.
EM_JS(void, js_listen_touch, (), {
  const canvas = Module['canvas'];
  const longPress = 500, slack = 10, pixelsPerStep = 65;
  let finger = null;  // { id, x, y, timer } of the one that acts as the mouse
  let pair = null;    // the centre of two fingers
  const place = (x, y) => {
    _backprop_mouse_source(1);
    _backprop_pointer(x, y);
  };
  const spot = (touch) => {
    const box = canvas.getBoundingClientRect();
    return [touch.clientX - box.left, touch.clientY - box.top];
  };
  const centre = (touches) => {
    const [ax, ay] = spot(touches[0]);
    const [bx, by] = spot(touches[1]);
    return [(ax + bx) / 2, (ay + by) / 2];
  };
  const lift = () => {  // lets go of what is held without clicking it
    clearTimeout(finger.timer);
    _backprop_no_pointer();
    _backprop_button(0, false);
    finger = null;
  };
  const turn_right = () => {
    const [x, y] = [finger.x, finger.y];
    lift();
    place(x, y);
    _backprop_button(1, true);
    _backprop_button(1, false);
  };
  // Inside another page a finger that moves up or down scrolls that: it is the browser's then.
  const keep = (event) => {
    if (!document.documentElement.dataset.embed) event.preventDefault();
  };
  canvas.addEventListener('touchstart', (event) => {
    keep(event);
    document.documentElement.dataset.movedBy = 'touch';
    if (document.activeElement.id !== 'typing') canvas.focus({ preventScroll: true });
    if (event.targetTouches.length === 1) {
      const [x, y] = spot(event.targetTouches[0]);
      finger = { id: event.targetTouches[0].identifier, x, y, timer: setTimeout(turn_right, longPress) };
      place(x, y);
      _backprop_button(0, true);
    } else if (event.targetTouches.length === 2) {
      if (finger) lift();
      pair = centre(event.targetTouches);
      place(...pair);
    }
  }, { passive: false });
  canvas.addEventListener('touchmove', (event) => {
    keep(event);
    if (pair && event.targetTouches.length >= 2) {
      const now = centre(event.targetTouches);
      _backprop_wheel((now[0] - pair[0]) / pixelsPerStep, (now[1] - pair[1]) / pixelsPerStep);
      pair = now;
      return;
    }
    for (const touch of event.changedTouches) {
      if (touch.identifier !== finger?.id) continue;
      const [x, y] = spot(touch);
      if (Math.hypot(x - finger.x, y - finger.y) > slack) clearTimeout(finger.timer);
      place(x, y);
    }
  }, { passive: false });
  const end = (event) => {
    event.preventDefault();
    if (pair && event.targetTouches.length < 2) pair = null;
    for (const touch of event.changedTouches) {
      if (touch.identifier !== finger?.id) continue;
      if (event.type === 'touchcancel') {
        lift();
      } else {
        clearTimeout(finger.timer);
        _backprop_button(0, false);
        finger = null;
        const { style } = document.getElementById('typing');
        [style.left, style.top] = spot(touch).map((at) => at + 'px');
        _backprop_settle();
      }
    }
    // Takes effect a frame after the release: nothing stays hovered.
    if (event.targetTouches.length === 0) _backprop_no_pointer();
  };
  canvas.addEventListener('touchend', end, { passive: false });
  canvas.addEventListener('touchcancel', end, { passive: false });
});

// The keyboard of a touch screen comes up for an input of the page only: one that nobody sees has the
// focus while a text field of the canvas wants text. Such keyboards name no keys; what they do is read
// from what becomes of the input's text, which always begins with some spaces to delete.
EM_JS(void, js_listen_typing, (), {
  const canvas = Module['canvas'];
  const typing = document.getElementById('typing');
  const start = "        ";
  let text = start;
  const clear = () => {
    typing.value = text = start;
  };
  const press = (name) => {
    const stack = stackSave();
    const key = stringToUTF8OnStack(name);
    _backprop_key(key, true);
    _backprop_key(key, false);
    stackRestore(stack);
  };
  typing.addEventListener('input', (event) => {
    let same = 0;
    while (same < text.length && typing.value[same] === text[same]) ++same;
    for (let i = same; i < text.length; ++i) press('Backspace');
    for (const character of typing.value.slice(same)) _backprop_character(character.codePointAt(0));
    text = typing.value;
    if (!event.isComposing) clear();
  });
  typing.addEventListener('compositionend', clear);
  typing.addEventListener('focus', clear);
  typing.addEventListener('keydown', (event) => {
    if (!['Enter', 'Escape', 'Tab', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
    event.preventDefault();
    press(event.key);
  });
  typing.addEventListener('blur', (event) => {
    if (event.relatedTarget !== canvas) _backprop_focused(false);
  });
});

EM_JS(void, js_show_keyboard, (bool wanted), {
  const typing = document.getElementById('typing');
  if (wanted && document.documentElement.dataset.movedBy === 'touch') {
    typing.focus();
  } else if (document.activeElement === typing) {
    Module['canvas'].focus({ preventScroll: true });
  }
});

EM_JS(void, js_listen_page, (), {
  const canvas = Module['canvas'];
  for (const type of ['pointermove', 'pointerdown', 'pointerup', 'keydown', 'keyup', 'wheel',
                      'touchstart', 'touchmove', 'touchend', 'focus', 'blur']) {
    window.addEventListener(type, () => _backprop_wake(), { capture: true, passive: true });
  }
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)']) {
    matchMedia(query).addEventListener('change', () => _backprop_wishes_changed());
  }
  document.addEventListener('visibilitychange', () => _backprop_visibility(!document.hidden));
  // A reload comes back to the moment it was asked for: what the address says then is too late for
  // the browser, so it is kept for the next page (boot.mjs). Inside other pages it is theirs to say.
  window.addEventListener('pagehide', () => {
    if (document.documentElement.dataset.embed) return;
    _backprop_leaving();
    const { pathname, search, hash } = location;
    try {
      sessionStorage.setItem('backprop.left', JSON.stringify({ page: pathname + search, hash, state: history.state }));
    } catch { /* nothing may be kept, or not so much: the address has to do */ }
  });
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();  // asks for it back
    _backprop_context_lost();
    canvas.dispatchEvent(new CustomEvent('playground-context', { bubbles: true, detail: 'lost' }));
  });
  canvas.addEventListener('webglcontextrestored', () => {
    _backprop_context_restored();
    canvas.dispatchEvent(new CustomEvent('playground-context', { bubbles: true, detail: 'restored' }));
  });
});
// clang-format on
