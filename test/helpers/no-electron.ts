throw new Error('A module under test imported electron. Only src-main/electron and src-preload may.');
