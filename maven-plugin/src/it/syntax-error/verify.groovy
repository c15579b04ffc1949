def log = new File(basedir, 'build.log').getText('UTF-8')
def file = new File(basedir, 'src/main/rnn/com/acme/wave.rnn')
assert log.contains("[ERROR] $file:[9,18] error RNN1014: ")
assert log.contains('\n    9 |   next = wave -> -> Dense(1)\n')
assert log.contains('\n      |                  ^')
assert log.contains('Unroll: 1 error in .rnn files, see above')
assert !new File(basedir, 'target/generated-sources').exists()
true
