def log = new File(basedir, 'build.log').getText('UTF-8')
def target = new File(basedir, 'target')
assert new File(target, 'generated-sources/unroll/com/acme/Wave.java').text.contains('package com.acme;')
assert new File(target, 'maven-status/unroll/default/generate.lst').text.contains('com/acme/Wave.java\n')
// The test block became a test, and the model was not generated a second time.
def tests = new File(target, 'maven-status/unroll/default/generate-test.lst').readLines()
assert tests.size() == 1 && tests[0].endsWith('Test.java')
assert new File(target, "generated-test-sources/unroll/${tests[0]}").text.contains('89')
assert log.contains(' 0 unchanged, 0 deleted.')
// The second build found everything up to date.
assert log.count(': 0 written, ') == 2
// What validate shows
assert log.contains('Wave (com/acme/wave.rnn), 89 parameters')
assert log.contains('1 model is sound.')
true
